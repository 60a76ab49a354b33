/* view_doctor.h - what `git cvx doctor` found out, as text for people. */
#ifndef CVX_UI_VIEW_DOCTOR_H
#define CVX_UI_VIEW_DOCTOR_H

#include "core/finding.h"
#include "ui/out.h"

/* One finding, its state in colour where there are colours: a line, and lines in brackets
 * that say what to do. What was skipped is told at the end. */
void view_finding(struct out *out, const struct finding *finding);

/* What was skipped, by its reason; and how many there are of what isn't ok. */
void view_findings_end(struct out *out, const struct findings *findings);

#endif
