"""The shell's and awk's words around the clients: how one is called, and what a kit reads of its output by itself."""

from typing import Final

PSQL_CALL: Final = """\
d=$1
[ -n "$d" ] || d={database}
d=$(printf '%s\\n' "$d" | sed "s/[\\\\']/\\\\\\\\&/g")
case ${{c##*/}} in
  gsql) set -- env LD_LIBRARY_PATH="${{c%/*}}/../lib" "$c" -W '' ;;
  ksql) set -- env LD_LIBRARY_PATH="${{c%/*}}/../lib" "$c" -w ;;
  *) set -- "$c" -w ;;
esac
as "$@" -X -q -A -t -d "dbname='$d' "{words} -f -"""
"""The name stands quoted in a connection string: no name of a database is taken for one.

gsql knows no -w (openGauss, src/bin/psql/startup.cpp); with an empty password it asks for none, and sends none.
"""
PSQL_KNOWN: Final = """\
sed -n 's/^"\\([0-9]\\{{1,\\}}\\)","\\(.*\\)$/\\1 \\2/p' | awk 'NR == 1 {{
  v = $1; w = tolower($0); p = "postgres"
{products}
  print v; print p; print (p != "postgres")
}}'"""
PSQL_LISTED: Final = """\
awk -v m="$m" 'index($0, m " ") == 1 { n = 0 }
{ n++ }
n > 2 && /^".*"$/ { s = substr($0, 2, length($0) - 2); gsub(/""/, "\\"", s); print "=" s }'"""
"""Behind a mark stands the line of the columns, then a row a line; a name of several lines is left out."""
MYSQL_KNOWN: Final = """\
awk '{{ t = $0; gsub(/<[^>]*>/, "", t); sub(/^[ \\t]*/, "", t) }}
/name="@@version"/ {{ split(t, a, /[^0-9]+/); v = a[1] * 10000 + a[2] * 100 + a[3]; w = w " " t }}
/name="@@version_comment"/ || /name="Variable_name"/ {{ w = w " " t }}
END {{
  if (v == "") exit
  w = tolower(w); p = "mysql"
{products}
  print v; print p; print (p ~ /^({relatives})$/)
}}'"""
SQLPLUS_CALL: Final = """\
s={sid} h=
for f in /etc/oratab /var/opt/oracle/oratab; do
  [ -r "$f" ] || continue
  while IFS=: read -r a b _; do
    case $a in '' | '#'* | '+'* | '*' | -*) continue ;; esac
    if [ -z "$s" ] || [ "$a" = "$s" ]; then s=$a h=$b; fi
  done <"$f"
done
[ -n "$h" ] || h=${{c%/bin/*}}
[ ! -x "$h/bin/sqlplus" ] || c=$h/bin/sqlplus
as env ORACLE_SID="$s" ORACLE_HOME="$h" LD_LIBRARY_PATH="$h/lib" NLS_LANG=AMERICAN_AMERICA.AL32UTF8 "$c" -S -L -R 3 \\
  {logon}"""
"""By oratab the home of the instance; -L offers a login once, -R 3 takes away all that reaches the host."""
SQLPLUS_KNOWN: Final = """\
awk -v m="$m" 'index($0, m " ") { n = $0; sub(/.* /, "", n) }
{ t = $0; gsub(/<[^>]*>/, "", t) }
n == "1" && t ~ /^ *[0-9]+([.][0-9]+)+ *$/ {
  split(t, a, ".")
  v = a[1] * 100000000 + a[2] * 1000000 + a[3] * 10000 + a[4] * 100
}
END { if (v != "") { printf "%d\\n", v; print "oracle"; print 0 } }'"""
"""19.21.0.0.0 is 1921000000, as ``number_of`` writes it."""
SQLPLUS_LISTED: Final = """\
awk '/<td/ { c = 1 }
{ t = $0; gsub(/<[^>]*>/, "", t); gsub(/^ +| +$/, "", t) }
c && t != "" { print "=" t; c = 0 }
/<\\/td>/ { c = 0 }'"""
"""The one column of a table in HTML; names of containers hold no sign that HTML escapes but &."""
