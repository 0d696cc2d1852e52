import { jest } from '@jest/globals'

/** Tests that start programs and servers take as long as the machine has other things to do. One that hangs still fails. */
jest.setTimeout(30_000)
