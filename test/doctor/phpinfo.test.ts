import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readPhpinfo } from '../../src/doctor/php/phpinfo.js'
import { bytesOf, shownIni } from '../../src/doctor/php/values.js'

const html = `<!DOCTYPE html><html><body><div class="center">
<table><tr class="h"><td><h1 class="p">PHP Version 7.4.33</h1></td></tr></table>
<table><tr><td class="e">Server API </td><td class="v">FPM/FastCGI </td></tr></table>
<h1>Configuration</h1>
<h2><a name="module_cgi-fcgi">cgi-fcgi</a></h2><table><tr><td class="e">php-fpm </td><td class="v">active </td></tr></table>
<h2><a name="module_core">Core</a></h2>
<table><tr><td class="e">PHP Version </td><td class="v">7.4.33 </td></tr></table>
<table><tr class="h"><th>Directive</th><th>Local Value</th><th>Master Value</th></tr>
<tr><td class="e">display_errors</td><td class="v">Off</td><td class="v">On</td></tr>
<tr><td class="e">open_basedir</td><td class="v"><i>no value</i></td><td class="v"><i>no value</i></td></tr></table>
<h2><a name="module_mbstring">mbstring</a></h2><table><tr><td class="e">Multibyte Support </td><td class="v">enabled </td></tr></table>
<h2>Additional Modules</h2><table><tr class="h"><th>Module Name</th></tr><tr><td>sysvmsg</td></tr></table>
<h2>Environment</h2><table><tr><td class="e">DB_PASSWORD </td><td class="v">secret </td></tr></table>
</div></body></html>`

const text = `phpinfo()
PHP Version => 7.4.33

Server API => FPM/FastCGI
 _______________________________________________________________________


Configuration

Core

PHP Version => 7.4.33

Directive => Local Value => Master Value
display_errors => Off => On
open_basedir => no value => no value

mbstring

Multibyte Support => enabled

mbstring extension makes use of "streamable kanji code filter", which is distributed under a license.

Additional Modules

Module Name
sysvmsg

Environment

Variable => Value
DB_PASSWORD => secret
`

test.each([
  ['a page', html],
  ['the text of php -i', text],
])('%s: version, server API, directives in force, extensions, and no secret', (_, source) => {
  const facts = readPhpinfo(source)
  expect(facts?.version).toBe('7.4.33')
  expect(facts?.sapi).toBe('FPM/FastCGI')
  expect([...(facts?.ini ?? [])]).toEqual([
    ['display_errors', 'Off'],
    ['open_basedir', ''],
  ])
  expect([...(facts?.extensions ?? [])]).toEqual(['core', 'mbstring', 'sysvmsg'])
})

test.each(['', '<html><h1>Welcome</h1></html>', 'PHP Version => 8.1', '{"php":"8.1"}'])('%j is no phpinfo', (source) =>
  expect(readPhpinfo(source)).toBeUndefined(),
)

test('any text is read to its end, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((inner) => `<html>${inner}`),
      ),
      (source) => void readPhpinfo(source),
    ),
  )
})

test.each([
  ['128M', 128 * 1024 ** 2],
  ['2g', 2 * 1024 ** 3],
  ['1024', 1024],
  ['-1', Infinity],
  ['0', Infinity],
])('%s is %d bytes', (value, bytes) => expect(bytesOf(value)).toBe(bytes))

test('passwords in directives are hidden', () => {
  expect(shownIni('mysqli.default_pw', 'x')).toBe('(hidden)')
  expect(shownIni('session.save_path', 'tcp://r:6379?auth=abc&weight=1')).toBe('tcp://r:6379?auth=(hidden)&weight=1')
  expect(shownIni('http.proxy', 'http://me:pw@proxy')).toBe('http://(hidden)@proxy')
})
