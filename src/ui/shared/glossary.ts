/** What each bit of an entry is: its name, Linux's constant, and what it means, for tooltips and descriptions. */
import type { BitLayout } from '../../scene/entry-bits.ts'

export interface BitMeaning {
  readonly name: string
  readonly constant: string
  readonly says: string
}

const HARDWARE: Readonly<Record<number, BitMeaning>> = {
  0: {
    name: 'present',
    constant: '_PAGE_PRESENT',
    says: 'The processor uses the entry. Without it every access faults, and Linux is free to use the other 63 bits.',
  },
  1: {
    name: 'writable',
    constant: '_PAGE_RW',
    says: 'Stores are allowed. Without it a store faults, and the kernel decides what it meant.',
  },
  2: {
    name: 'user',
    constant: '_PAGE_USER',
    says: 'Programs may use the page, not only the kernel.',
  },
  3: { name: 'write-through', constant: '_PAGE_PWT', says: 'Cache control; 0 for normal memory.' },
  4: { name: 'cache disable', constant: '_PAGE_PCD', says: 'Cache control; 0 for normal memory.' },
  5: {
    name: 'accessed',
    constant: '_PAGE_ACCESSED',
    says: 'Set by the processor when it uses the entry. Linux also sets it in every new entry, and clears it to see what is still in use.',
  },
  6: {
    name: 'dirty',
    constant: '_PAGE_DIRTY',
    says: 'Set by the processor at the first store. From v6.6 on it moves to bit 58 while the entry is not writable.',
  },
  7: {
    name: 'page attribute',
    constant: '_PAGE_PAT',
    says: 'Cache control in the lowest table; 0 for normal memory.',
  },
  8: {
    name: 'global',
    constant: '_PAGE_GLOBAL',
    says: 'Of a present entry: survives a change of address space. Without bit 0 it means PROTNONE: mapped, but nobody may touch it.',
  },
}

const SOFTWARE: Readonly<Record<number, BitMeaning>> = {
  9: {
    name: 'special',
    constant: '_PAGE_SPECIAL',
    says: 'Software bit: no struct page is counted for it. The zero page has it.',
  },
  10: {
    name: 'uffd-wp',
    constant: '_PAGE_UFFD_WP',
    says: 'Software bit: the hardware ignores it. While it is set, a write to the page sends a message and waits.',
  },
  11: {
    name: 'soft-dirty',
    constant: '_PAGE_SOFT_DIRTY',
    says: 'Software bit: written since somebody last cleared it through /proc.',
  },
}

const HUGE: BitMeaning = {
  name: 'page size',
  constant: '_PAGE_PSE',
  says: 'The walk ends here: the entry maps 2 MiB at once.',
}

const FREE: BitMeaning = {
  name: 'not used',
  constant: '',
  says: 'Linux leaves this bit clear here.',
}

const SWAPPED: Readonly<Record<number, BitMeaning>> = {
  0: HARDWARE[0] as BitMeaning,
  1: {
    name: 'soft-dirty',
    constant: '_PAGE_SWP_SOFT_DIRTY',
    says: 'Soft-dirty, carried through the swap entry.',
  },
  2: {
    name: 'uffd-wp',
    constant: '_PAGE_SWP_UFFD_WP',
    says: 'Write protection, carried through the swap entry. A marker keeps it in its offset instead.',
  },
  3: {
    name: 'exclusive',
    constant: '_PAGE_SWP_EXCLUSIVE',
    says: 'The page belonged to this process alone, so that a later write need not copy it.',
  },
}

function offsetBit(bit: number): BitMeaning {
  return {
    name: `offset bit ${bit - 9}`,
    constant: '',
    says: 'Part of the offset, stored inverted: a 1 here is a 0 of the offset.',
  }
}

/** What bit `bit` (0 to 11) means in an entry of that layout. */
export function bitMeaning(layout: BitLayout, bit: number): BitMeaning {
  if (layout === 'swap' || layout === 'marker') {
    return bit >= 9 ? offsetBit(bit) : (SWAPPED[bit] ?? FREE)
  }
  if (layout === 'table') {
    if (bit >= 8) return FREE
    if (bit === 7) return { ...HUGE, says: 'Clear: the entry points to a table, not to 2 MiB.' }
    return HARDWARE[bit] ?? FREE
  }
  if (bit === 7 && layout === 'huge') return HUGE
  return HARDWARE[bit] ?? SOFTWARE[bit] ?? FREE
}

/** What the fields above bit 11 mean, by their names in the inspector. */
export const FIELD_MEANINGS: Readonly<Record<string, string>> = {
  NX: 'No code may run from the page. Data mappings have it.',
  key: 'Protection key, 0 here.',
  avail:
    'Free for software. Bit 58 is SAVED_DIRTY: a dirty bit kept while the entry is read-only, v6.6 on.',
  'frame number': 'The physical page, or the next table. 40 bits, of which a machine has fewer.',
  type: 'Which swap device; the highest types are markers and migration.',
  offset: 'Where on the device, or the flags of a marker. Stored inverted, against speculation.',
  P: 'Not present: the processor looks no further.',
}
