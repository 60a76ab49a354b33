#!/bin/sh
# t-hardening.sh - both programs are built with what protects them, unless they are built otherwise.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

[ -z "${SANITIZE-}" ] || skip_all "the sanitizers take its place in this build"
grep -q '^#define HARDENED' "$builddir/config.h" || skip_all "configured with --disable-hardening"
command -v readelf >/dev/null || { echo "Bail out! readelf is missing"; exit 99; }
readelf -hW "$builddir/git-cvx" >/dev/null 2>&1 || skip_all "the programs are no ELF"

variable() { sed -n "s/^$1 = //p" "$builddir/Makefile"; }
flags="$(variable HARDENING) $(variable HARDENING_LINKS)"
chosen=" $(variable CFLAGS) $(variable CPPFLAGS) $(variable LDFLAGS)"

# knows FLAG: this compiler has it, and nothing that the builder chose turns it off.
knows() {
	case " $flags " in *" $1 "*) ;; *) return 1 ;; esac
	case " $chosen " in *-no-pie*|*-fno-pie*|*-fno-PIE*|*-fno-stack-*|*-fcf-protection=none*|*norelro*|*-z,lazy*) return 1 ;; esac
}
has() { # sentence pattern readelf's arguments...
	sentence=$1 pattern=$2
	shift 2
	said=$(readelf "$@" 2>/dev/null | grep -c "$pattern")
	ok "$sentence" test "$said" -gt 0
}

for program in git-cvx git-cvx-hook; do
	file=$builddir/$program
	if knows -pie; then has "$program can be anywhere in memory" 'Type: *DYN' -hW "$file"; fi
	if knows -Wl,-z,relro; then
		has "$program: what is relocated can't be written" GNU_RELRO -lW "$file"
	fi
	if knows -Wl,-z,now; then
		has "$program: all of it, as it is bound at once" 'BIND_NOW\|Flags:.* NOW' -dW "$file"
	fi
	if knows -fstack-protector-strong; then
		has "$program looks at its stack" __stack_chk_fail -sW "$file"
	fi
	case " $chosen " in
	*-U_FORTIFY_SOURCE*|*-D_FORTIFY_SOURCE=0*|*\ -O0\ *) ;;
	*\ -O*) has "$program checks the bounds of what it copies" '__[a-z]*_chk' --dyn-syms -W "$file" ;;
	esac
done
if knows -fcf-protection && [ "$(uname -m)" = x86_64 ]; then
	has "jumps land where they may" 'IBT, SHSTK' -n "$builddir/libcvx.a"
fi
if knows -fstack-clash-protection && [ "$(uname -m)" = x86_64 ]; then
	probes=$(objdump -d "$builddir/git-cvx" | grep -c 'or[ql] *\$0x0,.*(%rsp)')
	ok "a large frame is touched page by page" test "$probes" -gt 0
fi
ok "something was looked at" test "$tests_run" -ge 4

# ---- what the builder says comes behind it

ok "CFLAGS comes last" grep -q '$(AM_CFLAGS) $(CFLAGS)' "$builddir/Makefile"
finish
