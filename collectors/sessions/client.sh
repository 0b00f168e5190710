# One database of a kit: its client is found, hears who answers, and is then asked what is for that server.
#
# Set before it: b (the files of this database), u (whom the client runs as), find_client, as, run_client, known, listed.
# $b.sql holds the frames and the statements, $b.k what is known of the server: its number, product, 1 for a relative, $c.

# compose PART DATABASE: the client's input. The first statement of each ask that is for this version and product is taken,
# of a relative whose numbers are its own else the last.
compose() {
  d=$2 awk -v part="$1" -v v="$v" -v p="$p" -v r="$r" -v m="$m" '
    function filled(t, i) {
      gsub(/[{]mark[}]/, m, t)
      gsub(/[{]number[}]/, number, t)
      gsub(/[{]seconds[}]/, seconds, t)
      gsub(/[{]milliseconds[}]/, seconds "000", t)
      gsub(/[{]rows[}]/, rows, t)
      i = index(t, "{database}")
      return i ? substr(t, 1, i - 1) name substr(t, i + 10) : t
    }
    function put(lines, n, i) { for (i = 1; i <= n; i++) print filled(lines[i]) }
    function finish() {
      if (is_open) put(after, na)
      is_open = 0
    }
    BEGIN {
      name = ENVIRON["d"]
      gsub(/"/, "", name)
    }
    /^=== / {
      finish()
      section = $2
      is_on = 0
      if (section == "frame") {
        is_mine = (NF == 2)
        for (i = 3; i <= NF; i++) if ($i == p) is_mine = 1
        if (is_mine) nh = ni = nb = na = 0
      }
      if (section == "part") {
        is_part = ($3 == part)
        if (is_part) put(head, nh)
        if (is_part && ENVIRON["d"] != "") put(into, ni)
      }
      if (section == "ask") is_chosen = 0
      if (section == "sql" && is_part && !is_chosen) {
        number = $3
        seconds = $4
        rows = $5 + 1
        is_on = (v + 0 >= $6 + 0 && ($7 == 0 || v + 0 < $7 + 0) && ($9 == "" || index("," $9 ",", "," p ",")))
        if ($8 == 1 && r == 1) is_on = 1
        if (is_on) {
          is_chosen = is_open = 1
          put(before, nb)
        }
      }
      next
    }
    section == "sql" {
      if (is_on) print
      next
    }
    is_mine && section == "head" { head[++nh] = $0 }
    is_mine && section == "into" { into[++ni] = $0 }
    is_mine && section == "before" { before[++nb] = $0 }
    is_mine && section == "after" { after[++na] = $0 }
    END { finish() }' "$b.sql"
}

# What replication's errors quote of the customer's statements and rows (MySQL's XML) does not leave the host.
reduced() {
  awk '
    function cut(t, i) {
      i = match(t, /[.;\047] (on query[.]|Query:)/)
      if (i) t = substr(t, 1, i)
      i = match(t, /(Duplicate entry |value: )\047/)
      return i ? substr(t, 1, i + RLENGTH - 1) "..." : t
    }
    !is_in && /<field name="Last_(IO_|SQL_)?Error">/ { is_in = 1; text = "" }
    !is_in { print; next }
    {
      text = text (text == "" ? "" : "\n") $0
      if (i = index(text, "</field>")) {
        print cut(substr(text, 1, i - 1)) substr(text, i)
        is_in = 0
      }
    }
    END { if (is_in) print cut(text) }'
}

# told PART DATABASE: a mark of its own, on which lines of the input it stands, what the client printed, how it ended.
told() {
  m=@@$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  compose "$1" "$2" >"$b.q"
  printf '%s\n' "$m"
  grep -n "$m [0-9]" "$b.q"
  printf '%s run\n' "$m"
  {
    run_client "$2" <"$b.q" 2>"$b.e"
    printf '\n%s exit %s\n' "$m" "$?"
  } | reduced
  cat "$b.e"
}

# Nobody is asked a second time who did not answer the first: no login is offered twice.
remember() {
  [ -s "$b.k" ] || exit 3
  { read -r v && read -r p && read -r r && read -r c; } <"$b.k"
  case $v in '' | *[!0-9]*) exit 3 ;; esac
}

who() {
  find_client || exit
  v=0 p= r=0
  told who '' >"$b.o"
  cat "$b.o"
  m=$(head -n 1 "$b.o")
  known <"$b.o" >"$b.k"
  printf '%s\n' "$c" >>"$b.k"
}
part() {
  remember
  told "$1" "$2"
}
list() {
  remember
  told "$1" '' >"$b.o"
  cat "$b.o"
  m=$(head -n 1 "$b.o")
  listed <"$b.o"
}
