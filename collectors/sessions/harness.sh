# xunjian's round: every ask of one round, run one after another, each bounded, each answered in one frame.
#
# This text only defines; the last line of what is sent calls _round, so a transfer that was cut runs nothing.
# Set before it: N (nonce), TOTAL, SAMPLE (seconds), SUDO (1 where the operator allows it), SH. After it: _first, _asks,
# _second, which call run, walk and walked. Runs on dash, bash, busybox ash and mksh; needs mkdir, mkfifo, sleep, head,
# find, and uses setsid, cksum, renice, ionice where they are.
#
# How it waits without polling: the guard writes one line a second into a pipe with a name, an ask that ends writes its
# number; the round blocks in read. No fork is spent on waiting but one sleep a second.

# What the guard and the round share: who still writes into our folder, although its session was ended, is ended.
# Links in /proc are only read, never followed: a dead mount behind one hangs nobody. Each is read again by itself, from its
# own beginning: a stranger's file may be named so that a list of links seems to speak of another process.
_shared='
held() {
  for h in $(ls -l /proc/[0-9]*/fd/1 /proc/[0-9]*/fd/2 2>/dev/null | sed -n "s|^[^/]* /proc/\([0-9]*\)/fd/[12] -> $D/.*|\1|p"); do
    for f in 1 2; do
      l=$(ls -l "/proc/$h/fd/$f" 2>/dev/null)
      case ${l#*"/proc/$h/fd/$f -> "} in "$D"/*) echo "$h" ;; esac
    done
  done
}
sweep() { for h in $(held); do kill -9 "$h" 2>/dev/null; done; }
empty() {
  find "$D" -depth -delete 2>/dev/null
  [ ! -d "$D" ] || { for h in "$D"/*; do unlink "$h" 2>/dev/null; done; rmdir "$D" 2>/dev/null; }
}'

# The guard beats once a second, in a session of its own; when the round has died, or is far past its total, it cleans up.
_guard='
D=$1 k=0
while sleep 1 || sleep 1; do
  k=$((k + 1))
  if [ -r /proc/self/stat ]; then
    read -r l <"/proc/$2/stat" || break
    case ${l##*) } in Z* | X*) break ;; esac
  else
    kill -0 "$2" 2>/dev/null || break
  fi
  [ "$k" -le "$3" ] || break
  echo t >&4
done
kill -9 "$2" 2>/dev/null
sweep; sleep 1; sweep
empty'

# Where sudo serves some commands only, S is _as: it runs a command with sudo when the list says that this very command is
# allowed without a password, else as the account itself: no attempt that sudo would refuse, log and mail. No fork of its own.
# W is the list that _grants made, M the ask's number: marks beside the list tell the frame as whom its commands ran.
_rights='
_as() {
  _x=$1 _y=${1##*/} _k=
  shift
  while read -r _g _p _a; do
    case $_g$_p in
      -*)
        case $_y in $_p) _k= ;; esac
        continue
        ;;
      +ALL)
        _k=$_x
        continue
        ;;
      */) _p=$_p$_y ;;
    esac
    case $_y in ${_p##*/}) ;; *) continue ;; esac
    _p=${_p%/*}/$_y
    case $_x in */*) [ "$_x" = "$_p" ] || continue ;; esac
    [ -f "$_p" ] || continue
    case $_a in
      "") ;;
      "\"\"") [ "$#" = 0 ] || continue ;;
      *) case $* in $_a) ;; *) continue ;; esac ;;
    esac
    _k=$_p
  done <"$W"
  if [ -n "$_k" ]; then
    true >"$W.$M.w"
    sudo -n "$_k" "$@"
  else
    true >"$W.$M.u"
    "$_x" "$@"
  fi
}
'

# The long list of sudo (sudo -n -ll) as lines of "+ PATH [ARGUMENTS]", "+ ALL" and "- NAME"; as in sudoers the last that fits
# holds. Careful both ways: what is not understood allows nothing; what is refused, or wants a password, is refused by its
# name whatever its arguments.
_grants='
/^[^ \t]/ { part = $0; root = "maybe"; free = open && !shut; noexec = 0; next }
part ~ /^Matching/ {
  if (/runas_default/) bad = 1
  if (/[ ,]!authenticate/) open = 1
  if (/[ ,]authenticate/) shut = 1
  next
}
part ~ /efaults/ { if (/authenticate|runas_default/) bad = 1; next }
/^    RunAsUsers: / {
  root = "no"
  if (/[:,] (root|ALL|#0)(,|$)/) root = "yes"
  if (/[:,] [!%+]/) root = "maybe"
}
/^    Options: / {
  if (/[ ,]!authenticate/) free = 1
  if (/[ ,]authenticate/) free = 0
  if (/[ ,]noexec/) noexec = 1
}
/^\t/ && root != "no" {
  no = sub(/^\t!+/, "")
  sub(/^\t/, "")
  if (/^(list|sudoedit)( |$)/) next
  plain = /^(\/|ALL$)/ && !/\\/
  dir = name = $1
  sub(/.*\//, "", name)
  dir = substr(dir, 1, length(dir) - length(name))
  if (no || !free) rule[++n] = "- " (plain && name != "" && name != "ALL" ? name : "*")
  else if (plain && root == "yes" && dir !~ /[*?[]/) {
    rule[++n] = "+ " $0
    # Under noexec a command can start no other, as find does.
    if (noexec) rule[++n] = "- find"
  }
}
END { if (!bad) for (i = 1; i <= n; i++) print rule[i] }
'

# What carries one ask: the command is data to it ($1), as are its values. mask is for asks whose lines may hold secrets.
_carrier='
mask() {
  # Chinese for password, twice, and the wide colon, in UTF-8: this text is sent as ASCII.
  _w=$(printf "\345\257\206\347\240\201") _v=$(printf "\345\217\243\344\273\244") _k=$(printf "\357\274\232")
  sed -e "s|\(://[^:/@[:space:]]*\):[^[:space:]]*@|\1:***@|g" \
    -e "s|\(\"[^\"]*[Pp][Aa][Ss][Ss][^\"]*\"[[:space:]]*:[[:space:]]*\)\"[^\"]*\"|\1***|g" \
    -e "s|\(\"[^\"]*[Pp][Ww][Dd][^\"]*\"[[:space:]]*:[[:space:]]*\)\"[^\"]*\"|\1***|g" \
    -e "s|\(\"[^\"]*[Ss][Ee][Cc][Rr][Ee][Tt][^\"]*\"[[:space:]]*:[[:space:]]*\)\"[^\"]*\"|\1***|g" \
    -e "s|\(\"[^\"]*[Tt][Oo][Kk][Ee][Nn][^\"]*\"[[:space:]]*:[[:space:]]*\)\"[^\"]*\"|\1***|g" \
    -e "s|\(\"[^\"]*[Cc][Rr][Ee][Dd][Ee][Nn][Tt][Ii][Aa][Ll][^\"]*\"[[:space:]]*:[[:space:]]*\)\"[^\"]*\"|\1***|g" \
    -e "s|\([Pp][Aa][Ss][Ss][Ww][A-Za-z0-9_-]*[[:space:]]*[=:][[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\([Pp][Ww][Dd][[:space:]]*[=:][[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\([Ss][Ee][Cc][Rr][Ee][Tt][A-Za-z0-9_-]*[[:space:]]*[=:][[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\([Tt][Oo][Kk][Ee][Nn][A-Za-z0-9_-]*[[:space:]]*[=:][[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\([Pp][Aa][Ss][Ss][Ww][A-Za-z0-9_-]*[[:space:]]\{1,\}=\)[^[:space:]]*|\1***|g" \
    -e "s|\([Ii][Dd][Ee][Nn][Tt][Ii][Ff][Ii][Ee][Dd][[:space:]]*[Bb][Yy]\).*|\1 ***|" \
    -e "s|\([Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn][[:space:]]*[=:][[:space:]]*[A-Za-z]*[[:space:]]*\)[^[:space:]]*|\1***|g" \
    -e "s|\([Cc][Oo][Oo][Kk][Ii][Ee][[:space:]]*[=:]\).*|\1 ***|" \
    -e "s|\([Ss][Ee][Ss][Ss][Ii][Oo][Nn]_*[Ii][Dd]=\)[^[:space:];&]*|\1***|g" \
    -e "s|\([Tt]hin:[^/@[:space:]]*/\)[^@[:space:]]*@|\1***@|g" \
    -e "s|\(_pass[[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\(requirepass[[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\(masterauth[[:space:]]\{1,\}\)[^[:space:]]*|\1***|g" \
    -e "s|\($_w[=:]\)[[:space:]]*[^[:space:]]*|\1***|g" -e "s|\($_v[=:]\)[[:space:]]*[^[:space:]]*|\1***|g" \
    -e "s|\($_w$_k\)[[:space:]]*[^[:space:]]*|\1***|g" -e "s|\($_v$_k\)[[:space:]]*[^[:space:]]*|\1***|g" \
    -e "s|\([Bb][Ee][Aa][Rr][Ee][Rr] \)[^[:space:]]*|\1***|g" \
    -e "s|eyJ[A-Za-z0-9_-]\{6,\}[.][A-Za-z0-9._-]*|***|g" \
    -e "s|\([Pp][Aa][Ss][Ss][A-Za-z0-9_-]*[=:]\)\"[^\"]*\"|\1***|g" \
    -e "s|\([Pp][Aa][Ss][Ss][A-Za-z0-9_-]*[=:]\)'"'[^']*'"'|\1***|g" \
    -e "s|\([Pp][Aa][Ss][Ss][A-Za-z0-9_-]*[=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\([Pp][Ww][Dd][=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\([Ss][Ee][Cc][Rr][Ee][Tt][A-Za-z0-9_-]*[=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\([Tt][Oo][Kk][Ee][Nn][A-Za-z0-9_-]*[=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\([Kk][Ee][Yy][=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\([Cc][Rr][Ee][Dd][Ee][Nn][Tt][Ii][Aa][Ll][A-Za-z0-9_-]*[=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\([Cc][Oo][Mm][Mm][Uu][Nn][Ii][Tt][Yy][=:]\)[^[:space:]]*|\1***|g" \
    -e "s|\(--*[A-Za-z0-9-]*[Pp][Aa][Ss][Ss][A-Za-z0-9-]*[[:space:]][[:space:]]*\)[^-[:space:]][^[:space:]]*|\1***|g" \
    -e "s|\(--*[A-Za-z0-9-]*[Pp][Ww][Dd][[:space:]][[:space:]]*\)[^-[:space:]][^[:space:]]*|\1***|g" \
    -e "s|\(--*[A-Za-z0-9-]*[Ss][Ee][Cc][Rr][Ee][Tt][A-Za-z0-9-]*[[:space:]][[:space:]]*\)[^-[:space:]][^[:space:]]*|\1***|g" \
    -e "s|\(--*[A-Za-z0-9-]*[Tt][Oo][Kk][Ee][Nn][A-Za-z0-9-]*[[:space:]][[:space:]]*\)[^-[:space:]][^[:space:]]*|\1***|g" \
    -e "s|\(--*[A-Za-z0-9-]*[Kk][Ee][Yy][[:space:]][[:space:]]*\)[^-[:space:]][^[:space:]]*|\1***|g" \
    -e "/[Mm][Yy][Ss][Qq][Ll]/s|\([[:space:]]-p\)[^[:space:]][^[:space:]]*|\1***|g" \
    -e "/[Mm][Aa][Rr][Ii][Aa]/s|\([[:space:]]-p\)[^[:space:]][^[:space:]]*|\1***|g" \
    -e "/sshpass/s|\([[:space:]]-p *\)[^[:space:]][^[:space:]]*|\1***|g" \
    -e "/redis-cli/s|\([[:space:]]-a *\)[^[:space:]][^[:space:]]*|\1***|g" \
    -e "/snmp/s|\([[:space:]]-[AXc] *\)[^[:space:]][^[:space:]]*|\1***|g" \
    -e "/curl/s|\([[:space:]]-u *[^:[:space:]]*:\)[^[:space:]]*|\1***|g" \
    -e "s|\(sqlplus.*[[:space:]][^/[:space:]][^/[:space:]]*/\)[^@[:space:]]*|\1***|g" \
    -e "s|\(rman.*[[:space:]][^/[:space:]][^/[:space:]]*/\)[^@[:space:]]*|\1***|g"
}
_c=$1 _l=$2 _n=$3 _r=$4
shift 4
ulimit -c 0 2>/dev/null
( ulimit -f "$_l" 2>/dev/null; exec 4>&-; unset _l _n _r; eval "$_c" )
echo "$?" >"$_r"
times >>"$_r"
echo "d $_n" >&4'

quit() {
  trap '' HUP INT TERM PIPE
  trap - EXIT
  [ -z "$p" ] || kill_ask KILL
  close_down
  exit 1
}

# Nothing of ours stays: no process, no folder. The guard goes last.
close_down() {
  sweep
  empty
  [ -z "$G" ] || kill -9 -"$G" 2>/dev/null || kill -9 "$G" 2>/dev/null
  G=
}

# U: the uptime as it stands in /proc, T: its whole seconds; where there is no /proc, the beats counted.
now() {
  if read -r U _rest </proc/uptime; then T=${U%%.*}; else U=$K T=$K; fi 2>/dev/null
}

# Frames gather in a file and leave once a second: few packets, little work for both ends.
say() { printf "$@" >>"$D/s" || quit; }
flush() {
  [ -s "$D/s" ] || return 0
  cat "$D/s" || quit
  true >"$D/s"
}

beat() {
  now
  say '@@%s t %s\n' "$N" "$U"
  flush
}

kill_ask() {
  kill -"$1" -"$p" 2>/dev/null || kill -"$1" "$p" 2>/dev/null
  # What sudo started is root's: sudo is asked to end it, where it is allowed to.
  [ -z "$s" ] || $s kill -"$1" -"$p" >/dev/null 2>&1 &
  [ "$1$setsid" != KILL ] || sweep
}

# Whether anything of the ask's session still lives; a zombie does not. Reads only what never blocks.
alive() {
  if [ -z "$setsid" ]; then [ -n "$(held)" ]; return; fi
  for f in /proc/[0-9]*/stat; do
    read -r l <"$f" || continue
    l=${l##*) }
    set -- $l
    case $1 in Z | X) continue ;; esac
    [ "$4" != "$p" ] || return 0
  done 2>/dev/null
  return 1
}

# start COMMAND [VALUE...]: its output goes to a private file, never to the connection: who hangs with it hangs alone.
start() {
  n=$((n + 1)) O=$D/$n
  M=$n _cmd=$1
  shift
  env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C LANG=C TMPDIR="$D" TERM=dumb S="$s" W="$W" M="$M" \
    PAGER=cat SYSTEMD_PAGER= SYSTEMD_COLORS=0 LVM_SUPPRESS_FD_WARNINGS=1 \
    $setsid $SH -c "$_rights$_carrier" ask "$_cmd" "$blocks" "$n" "$O.r" "$@" 4>&3 3>&- 5<&- </dev/null >"$O.o" 2>"$O.e" &
  p=$!
}

# Wait for the ask that runs, at most lim seconds: TERM, a second later KILL, a second later walk away.
watch() {
  k=0
  [ "$lim" -le $((END - T)) ] || lim=$((END - T))
  while :; do
    read -r ev no <&3 || { sleep 1; ev=t; }
    case $ev in
      d) [ "$no" != "$n" ] || break ;;
      t)
        K=$((K + 1)) k=$((k + 1))
        beat
        case $((k - lim)) in
          1) kill_ask TERM; alive || break ;;
          2) kill_ask KILL; alive || break ;;
          3) if alive; then st=stuck; fi; break ;;
        esac
        ;;
    esac
  done
  [ "$k" -le "$lim" ] || [ "$st" = stuck ] || st=timeout
  [ ! -s "$O.r" ] || { read -r rc; read -r _own; read -r cpu; } <"$O.r"
  [ -z "$setsid" ] || kill -9 -"$p" 2>/dev/null
  p=
}

# measure FILE MOST: z its checksum, b the bytes to send, x the bytes left out, f the file that holds what is sent.
measure() {
  f=$1 x=0 z=0 b=0
  [ -s "$1" ] || return 0
  weigh
  [ "$b" -gt "$2" ] || return 0
  x=$((b - $2))
  head -c "$2" <"$1" >"$D/cut"
  f=$D/cut
  weigh
}
weigh() {
  if [ -n "$sum" ]; then set -- $(cksum <"$f"); else set -- - $(wc -c <"$f"); fi
  z=$1 b=$2
}

# One frame: the head, the item on a line of its own, the two outputs, then head and item again.
send() {
  on=0 oz=0 en=0 ez=0 cut=0
  if [ "$st" != budget ] && [ "$st" != tool_missing ]; then
    measure "$O.e" 4096
    en=$b ez=$z
    [ "$x" = 0 ] || { head -c "$en" <"$f" >"$O.e2"; true >"$O.e"; }
    ef=$O.e
    [ "$x" = 0 ] || ef=$O.e2
    measure "$O.o" $((kib * 1024))
    on=$b oz=$z cut=$x
  fi
  now
  head="$i $part $st $rc $on $oz $en $ez $cut $priv $U0 $U $cpu"
  say '@@%s f %s\n%s\n' "$N" "$head" "$item"
  [ "$on" = 0 ] || head -c "$on" <"$f" >>"$D/s"
  [ "$en" = 0 ] || head -c "$en" <"$ef" >>"$D/s"
  say '\n@@%s e %s\n%s\n' "$N" "$head" "$item"
}

# run INDEX PART SECONDS KIB ROOT TOOL ITEM COMMAND [VALUE...]. PART: 0 its answer, 1 its first sample, 2 one item's.
run() {
  i=$1 part=$2 lim=$3 kib=$4 s= priv=$root tool=$6 item=$7 cmd=$8
  [ "$5" = 0 ] || [ -z "$S" ] || s=$S priv=1
  # Of our own account, but with all the rights that the ask needs.
  [ "$5" != 2 ] || s= priv=1
  shift 8
  st=ok rc=- cpu=- O=
  blocks=$((kib * 2 + 2))
  [ "$blocks" -ge 512 ] || blocks=512
  now
  U0=$U
  if [ "$T" -ge "$END" ]; then
    st=budget
  elif [ -n "$tool" ] && ! command -v "$tool" >/dev/null 2>&1; then
    st=tool_missing
  else
    start "$cmd" "$@"
    watch
  fi
  # Root's only where all that stood behind $S ran by sudo.
  [ "$s" != _as ] || { [ -n "$O" ] && [ -e "$W.$n.w" ] && [ ! -e "$W.$n.u" ]; } || priv=0
  send
  [ -z "$O" ] || [ -n "$keep" ] || true >"$O.o"
}

# walk INDEX MOST OK-CODES SECONDS KIB ROOT TOOL COMMAND [VALUE...]: the listing, then _w once for each of its items.
walk() {
  wi=$1 wmost=$2 wok=$3 wlim=$4 wkib=$5 wroot=$6 wtool=$7 wcmd=$8 wn=0
  shift 8
  keep=1
  run "$wi" 0 "$wlim" "$wkib" "$wroot" "$wtool" '' "$wcmd" "$@"
  keep=
  case "$st $cut  $wok " in
    "ok 0 "*" $rc "*)
      while IFS= read -r wx <&5; do
        case $wx in =*) ;; *) continue ;; esac
        now
        if [ "$wn" -ge "$wmost" ] || [ "$T" -ge "$END" ]; then break; fi
        wn=$((wn + 1))
        _w "${wx#=}"
      done 5<"$O.o"
      ;;
  esac
  walked "$wi" "$wn"
}
walked() { say '@@%s w %s %s\n' "$N" "$1" "$2"; }

# rest: wait until the first samples are SAMPLE seconds old. T is cut to whole seconds, hence "up to and with".
rest() {
  now
  while [ "$T" -le $((T0 + SAMPLE)) ] && [ "$T" -lt "$END" ]; do
    read -r ev no <&3 || sleep 1
    [ "$ev" != t ] || K=$((K + 1))
    beat
  done
}

# What sudo serves us without asking; never called where the operator did not allow it: it logs, and may mail.
probe_sudo() {
  [ "$SUDO$root" = 10 ] && command -v sudo >/dev/null 2>&1 || return 0
  st=ok rc=- lim=5 blocks=512
  start 'COLUMNS=9999 sudo -n -ll | awk "$1"' "$_grants"
  watch
  [ "$st$rc" = ok0 ] || return 0
  W=$O.o
  while read -r g p a; do
    case $g$p in
      +ALL) S='sudo -n' ;;
      +*) [ -n "$S" ] || S=_as ;;
      -*) [ -z "$S" ] || S=_as ;;
    esac
  done <"$W"
}

_round() {
  umask 077
  cd / || exit 1
  PATH=/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:/opt/MegaRAID/storcli:/opt/MegaRAID/perccli:/opt/MegaRAID/MegaCli
  LC_ALL=C LANG=C
  export PATH LC_ALL LANG
  unset ENV BASH_ENV CDPATH LD_PRELOAD LD_LIBRARY_PATH GREP_OPTIONS POSIXLY_CORRECT
  ulimit -c 0
  eval "$_rights"
  D= G= p= s= S= W= M= keep= K=0 n=0 st=ok root=0
  now
  printf '@@%s begin 1 %s %s\n' "$N" "$U" "$(date '+%s %N')"
  END=$((T + TOTAL))
  [ "$(id -u)" != 0 ] || root=1
  for d in /dev/shm "/run/user/$(id -u)" /run /tmp /var/tmp; do
    mkdir -m 0700 "$d/.xunjian.$N" || continue
    D=$d/.xunjian.$N
    eval "$_shared"
    # A full or read-only place shows here.
    echo x >"$D/r"
    [ -s "$D/r" ] && mkfifo -m 0600 "$D/q" && break
    empty
    D=
  done
  [ -n "$D" ] || { printf '@@%s fatal no_folder\n' "$N"; exit 1; }
  trap quit EXIT HUP INT TERM PIPE
  exec 3<>"$D/q"
  setsid= sum=
  ! command -v setsid >/dev/null || setsid=setsid
  ! command -v cksum >/dev/null || sum=cksum
  # Ten, not nineteen: on a machine that is busy for ever nineteen would never be answered.
  renice 10 $$ >/dev/null
  ionice -c2 -n7 -p $$
  echo 500 >/proc/self/oom_score_adj
  $setsid $SH -c "$_shared$_guard" guard "$D" $$ $((TOTAL + 10)) 4>&3 3>&- </dev/null >/dev/null 2>&1 &
  G=$!
  probe_sudo
  say '@@%s ready %s %s. %s %s\n' "$N" "$root" "${S:+sudo}" "$D" "$(readlink /proc/$$/exe)"
  flush
  _first
  now
  T0=$T
  _asks
  _second
  flush
  trap '' HUP INT TERM PIPE
  trap - EXIT
  close_down
  printf '@@%s done %s\n' "$N" "$n"
  exit 0
}
