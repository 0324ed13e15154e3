dnl proctor.m4 - probes for flags of the compiler and the linker

dnl PROCTOR_CFLAG(FLAG, VARIABLE, [IF-FOUND], [IF-NOT])
dnl Adds FLAG to VARIABLE where the compiler takes it without a murmur. clang only
dnl warns of flags that it does not know, hence the -Werror.
AC_DEFUN([PROCTOR_CFLAG], [
	AC_MSG_CHECKING([whether $CC takes $1])
	proctor_saved_cflags=$CFLAGS
	CFLAGS="$CFLAGS -Werror $1"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])], [proctor_takes=yes], [proctor_takes=no])
	CFLAGS=$proctor_saved_cflags
	AC_MSG_RESULT([$proctor_takes])
	AS_IF([test "x$proctor_takes" = xyes], [$2="$$2 $1"
		$3], [:
		$4])
])

dnl PROCTOR_LDFLAG(FLAG, VARIABLE, [CFLAGS-TOO], [IF-NOT])
dnl Adds FLAG to VARIABLE where a program links with it.
AC_DEFUN([PROCTOR_LDFLAG], [
	AC_MSG_CHECKING([whether $CC links with $1])
	proctor_saved_cflags=$CFLAGS
	proctor_saved_ldflags=$LDFLAGS
	CFLAGS="$CFLAGS -Werror $3"
	LDFLAGS="$LDFLAGS $1"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [proctor_links=yes], [proctor_links=no])
	CFLAGS=$proctor_saved_cflags
	LDFLAGS=$proctor_saved_ldflags
	AC_MSG_RESULT([$proctor_links])
	AS_IF([test "x$proctor_links" = xyes], [$2="$$2 $1"], [:
		$4])
])

dnl PROCTOR_FORTIFY(VARIABLE)
dnl The highest level of _FORTIFY_SOURCE that the C library takes. It warns, and so
dnl fails here, where the compiler does not optimise or the level is too high.
AC_DEFUN([PROCTOR_FORTIFY], [
	AC_MSG_CHECKING([for _FORTIFY_SOURCE])
	proctor_saved_cflags=$CFLAGS
	proctor_fortify=no
	for proctor_level in 3 2; do
		CFLAGS="$proctor_saved_cflags -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$proctor_level"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <string.h>]], [])],
			[proctor_fortify=$proctor_level], [])
		test "x$proctor_fortify" = xno || break
	done
	CFLAGS=$proctor_saved_cflags
	AC_MSG_RESULT([$proctor_fortify])
	AS_IF([test "x$proctor_fortify" != xno],
		[$1="$$1 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$proctor_fortify"])
])

dnl PROCTOR_VOID_RESULT(VARIABLE)
dnl Switches -Wunused-result off where the compiler has it for results cast to void.
AC_DEFUN([PROCTOR_VOID_RESULT], [
	AC_MSG_CHECKING([whether $CC lets results be cast away])
	proctor_saved_cflags=$CFLAGS
	CFLAGS="$CFLAGS -Werror -Wunused-result"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[int f(void) __attribute__((warn_unused_result));]],
			[[(void)f();]])],
		[proctor_void_result=yes], [proctor_void_result=no])
	CFLAGS=$proctor_saved_cflags
	AC_MSG_RESULT([$proctor_void_result])
	AS_IF([test "x$proctor_void_result" = xno], [$1="$$1 -Wno-unused-result"])
])
