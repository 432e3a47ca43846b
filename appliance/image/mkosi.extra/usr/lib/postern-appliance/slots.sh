# shellcheck shell=sh
# The slots, as GRUB sees them; `postern update` changes them.

boot_folder=/efi/postern

# The slot that GRUB has started. Asked often, so no program is started for it.
running_slot() {
  read -r cmdline < /proc/cmdline
  case " $cmdline " in
    *' postern.slot=a '*) echo a ;;
    *' postern.slot=b '*) echo b ;;
  esac
}

other_slot() { if [ "$(running_slot)" = a ]; then echo b; else echo a; fi; }

# The value of $1 in GRUB's environment, empty when unset.
grubenv() {
  while read -r line; do
    case $line in "$1="*) echo "${line#*=}" ;; esac
  done < "$boot_folder/grubenv"
}

on_trial() { [ -n "$(grubenv trial)" ] && [ "$(grubenv trial)" = "$(running_slot)" ]; }

# Which version slot $1 holds, empty when none.
version_in() { [ ! -s "$boot_folder/$1/cmdline.cfg" ] || cat "$boot_folder/$1/version" 2> /dev/null || echo unknown; }
