import { check, over } from '../../check.js'
import { counted } from '../../../base/numbers.js'
import { knownFunctions } from '../../known-names.js'

export const functionsGone = check({
  id: 'functions-gone',
  foretells: ['mysql-removed-functions'],
  asks: 'Which functions that PHP code is known to call in SQL does the candidate not have?',
  why: 'A statement that calls one fails with 1305, PASSWORD() with 1064: logins, cache keys.',
  fix: "Look for them in the code. Hash and encrypt in PHP, or use SHA2(), AES_ENCRYPT(). MD5() and SHA1() of 9.6 and later: INSTALL COMPONENT 'file://component_classic_hashing'.",
  source: 'MySQL Reference Manual, "Features Removed in MySQL 8.0"; "What Is New" of 9.6',
  legacy: ['missingFunctions'],
  candidate: ['missingFunctions'],
  judge(legacy, candidate) {
    const gone = knownFunctions.filter(
      (name) => candidate.missingFunctions.has(name) && !legacy.missingFunctions.has(name),
    )
    return over(
      gone.map((name) => `${name}()`),
      (count) => ({
        severity: 'warning',
        what: `${counted(count, 'function')} gone`,
        legacy: 'there',
        candidate: 'gone',
      }),
    )
  },
})
