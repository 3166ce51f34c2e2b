/** Arithmetic over decimal numbers: + - * / % ^, parentheses, unary minus. Throws on anything else. */

const TOKEN = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([-+*/%^()]))/y;

export class ExpressionError extends Error {}

function tokens(expression: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trim();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new ExpressionError('not an arithmetic expression');
    found.push(match[1] ?? match[2] ?? '');
  }
  return found;
}

const BINARY: Readonly<Record<string, { precedence: number; rightToLeft?: true; apply: (a: number, b: number) => number }>> = {
  '+': { precedence: 1, apply: (a, b) => a + b },
  '-': { precedence: 1, apply: (a, b) => a - b },
  '*': { precedence: 2, apply: (a, b) => a * b },
  '/': { precedence: 2, apply: (a, b) => a / b },
  '%': { precedence: 2, apply: (a, b) => a % b },
  '^': { precedence: 4, rightToLeft: true, apply: (a, b) => a ** b },
};
const UNARY_PRECEDENCE = 3;
const MAX_LENGTH = 500;

export function calculate(expression: string): number {
  if (expression.length > MAX_LENGTH) throw new ExpressionError('the expression is too long');
  const rest = tokens(expression);
  const primary = (): number => {
    const token = rest.shift();
    if (token === '-') return -operation(UNARY_PRECEDENCE);
    if (token === '+') return operation(UNARY_PRECEDENCE);
    if (token === '(') {
      const value = operation(0);
      if (rest.shift() !== ')') throw new ExpressionError('a parenthesis is not closed');
      return value;
    }
    const value = Number(token);
    if (token === undefined || Number.isNaN(value)) throw new ExpressionError('not an arithmetic expression');
    return value;
  };
  const operation = (least: number): number => {
    let left = primary();
    for (;;) {
      const operator = BINARY[rest[0] ?? ''];
      if (operator === undefined || operator.precedence < least) return left;
      rest.shift();
      left = operator.apply(left, operation(operator.precedence + (operator.rightToLeft === true ? 0 : 1)));
    }
  };
  const value = operation(0);
  if (rest.length > 0) throw new ExpressionError('not an arithmetic expression');
  if (!Number.isFinite(value)) throw new ExpressionError('the result is not a number');
  return Number(value.toPrecision(12));
}
