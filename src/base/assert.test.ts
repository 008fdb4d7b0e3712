import { describe, expect, it } from 'vitest'
import { assert, unreachable } from './assert.ts'

describe('assert', () => {
  it('is silent when the belief holds', () => {
    expect(() => assert(true, 'one is one')).not.toThrow()
  })

  it('throws and repeats the belief when it does not hold', () => {
    expect(() => assert(false, 'one is two')).toThrow('assertion failed: one is two')
  })
})

describe('unreachable', () => {
  it('throws and names the value that got there', () => {
    expect(() => unreachable('fish' as never)).toThrow('unreachable: fish')
  })
})
