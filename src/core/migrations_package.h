/* migrations_package.h - the package of Convex components by which migrations run. */
#ifndef CVX_CORE_MIGRATIONS_PACKAGE_H
#define CVX_CORE_MIGRATIONS_PACKAGE_H

#define MIGRATIONS_PACKAGE "@convex-dev/migrations"
/* The first version that a seal's client can talk to. */
#define MIGRATIONS_MINIMUM "0.3.6"

#endif
