/** A structural type made nominal: `Brand<number, 'Pfn'>` cannot be mistaken for another number. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name }
