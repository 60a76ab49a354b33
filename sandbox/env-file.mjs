// env-file.mjs - lines that dotenv reads back as they were.
// SPDX-License-Identifier: MIT

/** One line of an env file. dotenv needs quotes where a value holds '#', a quote, or blanks at its ends. */
export function envLine(name, value) {
  if (!/[#'"`\\\n\r]|^\s|\s$/.test(value)) return `${name}=${value}`;
  const quote = ["'", '"', "`"].find((candidate) => !value.includes(candidate));
  if (!quote || /[\n\r]/.test(value))
    throw new Error(`the value of ${name} cannot be written into an env file`);
  return `${name}=${quote}${value}${quote}`;
}
