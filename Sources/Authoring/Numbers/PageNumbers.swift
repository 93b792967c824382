import Course
import Foundation
import GradientChecking

import func Text.grouped

/// What a page says of numbers that a run gave or code computes: tables, which `course dev weave`
/// writes, and sentences, which must stand on the page as they stand here.
///
/// Both are made of the recorded or computed values. Where a value changes, its table is written
/// anew, and its sentence is found missing.
struct PageNumbers: Sendable {
  /// From the package's root: `chapters/08-a-language-model.md`.
  let page: String
  let tables: [PageTable]
  /// Parts of paragraphs, each on one line of the page.
  let sentences: [String]

  /// What code says of a page; nil where the page's numbers are its own affair.
  static func of(_ page: String, in folder: PackageFolder) throws -> PageNumbers? {
    switch page {
    case "chapters/00-before-you-begin.md": EarlyNumbers.chapter00()
    case "chapters/01-sequences-as-matrices.md": EarlyNumbers.chapter01()
    case "chapters/02-the-vanilla-rnn.md": EarlyNumbers.chapter02()
    case "chapters/03-vanishing-gradients.md": EarlyNumbers.chapter03()
    case "chapters/04-lstm-gates.md": EarlyNumbers.chapter04()
    case "chapters/05-backpropagation.md": Chapter05Numbers.all()
    case "chapters/06-gradient-checking.md": Chapter06Numbers.all()
    case "chapters/07-learning.md": Chapter07Numbers.all()
    case "chapters/08-a-language-model.md": try Chapter08Numbers.all(in: folder)
    case "chapters/going-fast.md": GoingFastNumbers.all()
    default: nil
    }
  }
}

/// A table of a page. There it stands below the line `<!-- table: 08-models -->`.
struct PageTable: Sendable {
  let name: String
  let lines: [String]

  init(_ name: String, _ head: [String], _ rows: [[String]]) {
    self.name = name
    lines = ([head, head.map { _ in "---" }] + rows).map(Self.line)
  }

  private static func line(_ cells: [String]) -> String {
    if cells.allSatisfy({ $0 == "---" }) { return "|" + cells.map { "\($0)|" }.joined() }
    return cells.reduce("|") { $0 + ($1.isEmpty ? " |" : " \($1) |") }
  }
}

// MARK: - Numbers as the page writes them

/// A number with so many decimals, and the book's minus sign.
func number(_ value: Double, _ decimals: Int) -> String {
  let text = fixed(value, decimals)
  guard text.hasPrefix("-") else { return text }
  let digits = text.dropFirst()
  return digits.contains { $0 != "0" && $0 != "." } ? "−" + digits : String(digits)
}

/// A number with at most so many decimals, and none at its end that is 0.
func plain(_ value: Double, _ decimals: Int) -> String {
  var text = number(value, decimals)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  return text.hasSuffix(".") ? String(text.dropLast()) : text
}

/// A number with so many significant digits: 0.00021, 4.55, 38.3.
func significant(_ value: Double, _ digits: Int) -> String {
  if value == 0 { return "0" }
  // Rounding may carry into another place: 0.0999 is 0.10 to two digits.
  let rounded = Double(scientific(abs(value), digits: digits - 1)) ?? abs(value)
  return number(value, max(0, digits - 1 - Int(floor(log10(rounded)))))
}

/// A number as a power of ten, as a formula: $3.8 \cdot 10^{-15}$.
func powerOfTen(_ value: Double, _ digits: Int) -> String {
  let parts = scientific(value, digits: digits - 1).split(separator: "e")
  return "$\(parts[0]) \\cdot 10^{\(Int(parts[1]) ?? 0)}$"
}

/// Names or numbers in a row: 1, 2 and 3.
func list(_ items: [String]) -> String {
  items.count < 2
    ? items.joined() : items.dropLast().joined(separator: ", ") + " and " + items[items.count - 1]
}

/// A number below sixteen in letters.
func spelled(_ number: Int) -> String {
  let words = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen",
  ]
  return words.indices.contains(number) ? words[number] : grouped(number)
}
