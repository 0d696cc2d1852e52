import type { Path } from './complaint.js'
import type { FieldMap, RequestBody, ScenarioExchange, ScenarioSession } from './model.js'

/** A template, and its place in what holds it. */
export interface Template {
  readonly path: Path
  readonly text: string
}

/** Returns every text of a request in which a value may be filled in. */
export function templatesOf({ target, headers, body }: ScenarioExchange): Template[] {
  return [
    { path: ['request'], text: target },
    ...templatesOfFields(headers, ['headers']),
    ...(body === undefined ? [] : templatesOfBody(body)),
  ]
}

export function templatesOfSession({ headers, cookies }: ScenarioSession): Template[] {
  return [...templatesOfFields(headers, ['headers']), ...templatesOfFields(cookies, ['cookies'])]
}

function templatesOfBody(body: RequestBody): Template[] {
  switch (body.kind) {
    case 'text':
      return [{ path: ['body'], text: body.text }]
    case 'form':
      return templatesOfFields(body.fields, ['form'])
    case 'parts':
      return body.parts.flatMap(({ value }, index) =>
        value === undefined ? [] : [{ path: ['parts', index, 'value'], text: value }],
      )
    case 'file':
      return []
  }
}

function templatesOfFields(fields: FieldMap, path: Path): Template[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [{ path: [...path, name], text: value }]
      : value.map((text, index) => ({ path: [...path, name, index], text })),
  )
}
