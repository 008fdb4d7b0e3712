/** Numbers as the machine's people write them. */

/** The largest unsigned 64-bit number: the greatest value and the greatest address a text can hold. */
export const U64_MAX = 0xffff_ffff_ffff_ffffn

/** `0x` and lower-case digits without leading zeros, as `/proc` and the state records write addresses. */
export function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`
}
