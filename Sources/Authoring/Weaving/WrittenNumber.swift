import Course
import Foundation

import func Text.grouped

/// A number as a page writes it: 1,234.5 and −0.25; in formulas `1{,}234` and
/// `3.8 \cdot 10^{-15}`; below sixteen perhaps in letters. A value that stands there is written in
/// the same form, with as many decimals.
struct WrittenNumber: Equatable {
  /// Where it stands among its line's characters.
  let range: Range<Int>
  let text: String
  let isInFormula: Bool

  var isWord: Bool { text.first?.isLetter == true }
  /// Without signs and commas.
  var digits: String { text.filter { $0.isNumber || $0 == "." } }

  /// Whether it may come from a run: it has three digits that say something, and is no year.
  var counts: Bool {
    if isWord { return false }
    let digits = text.firstRange(of: Self.power).map { text[..<$0.lowerBound] } ?? text[...]
    let said = digits.filter(\.isNumber)
    if digits.contains(".") { return said.drop { $0 == "0" }.count >= 3 }
    if digits.count == 4, let year = Int(digits), 1600...2099 ~= year { return false }
    return said.reversed().drop { $0 == "0" }.count >= 3
  }

  // MARK: Reading

  private static let power = " \\cdot 10^"

  private static let words = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen",
  ]

  /// The numbers of a line, in their order. Digits in a name are none: x2, AVX-512, v1.2.
  static func all(in line: String) -> [WrittenNumber] {
    let pattern =
      #/[0-9]+(?:(?:,|\{,\}|_)[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?(?:\ \\cdot\ 10\^(?:\{-?[0-9]+\}|[0-9]))?|[A-Za-z]+/#
    let characters = Array(line)
    func isWord(_ index: Int) -> Bool {
      characters.indices.contains(index)
        && (characters[index].isLetter || characters[index].isNumber || characters[index] == "_")
    }
    return line.matches(of: pattern).compactMap { match -> WrittenNumber? in
      let start = line.distance(from: line.startIndex, to: match.range.lowerBound)
      let end = start + match.output.count
      if characters[start].isLetter {
        if !words.contains(match.output.lowercased()) || isWord(start - 1) || isWord(end) {
          return nil
        }
      } else if isWord(start - 1) || isWord(end) || (start > 0 && characters[start - 1] == ".") {
        return nil
      }
      let sign = start > 0 && !characters[start].isLetter ? characters[start - 1] : " "
      if sign == "-", start > 1, characters[start - 2].isLetter { return nil }
      let isSigned = (sign == "−" || sign == "-") && !isWord(start - 2)
      let dollars = characters[..<start].split(omittingEmptySubsequences: true) { $0 != "$" }
      let range = (isSigned ? start - 1 : start)..<end
      return WrittenNumber(
        range: range, text: String(characters[range]), isInFormula: dollars.count % 2 == 1)
    }
  }

  // MARK: Writing

  /// A value in the form of this number.
  func form(of value: Double) -> String {
    if isWord {
      let word = Self.spelled(Int(value.rounded()))
      return text.first?.isUppercase == true ? word.prefix(1).uppercased() + word.dropFirst() : word
    }
    guard let cut = text.firstRange(of: Self.power) else { return plain(value) }
    let decimals = text[..<cut.lowerBound].split(separator: ".").dropFirst().first?.count ?? 0
    let parts = String(format: "%.\(decimals)e", value).split(separator: "e")
    return "\(parts[0])\(Self.power){\(Int(parts[parts.count - 1]) ?? 0)}"
  }

  private func plain(_ value: Double) -> String {
    let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
    let number = fixed(abs(value), decimals).split(separator: ".", omittingEmptySubsequences: false)
    let isGrouped = text.contains(",") || digits.prefix { $0 != "." }.count < 4
    let whole =
      isGrouped ? Int(number[0]).map { grouped($0) } ?? String(number[0]) : String(number[0])
    let sign = isInFormula || text.hasPrefix("-") ? "-" : "−"
    let isNegative = value < 0 && number.joined().contains { $0 != "0" }
    return (isNegative ? sign : "") + (isInFormula ? whole.replacing(",", with: "{,}") : whole)
      + number.dropFirst().map { "." + $0 }.joined()
  }

  /// A number below sixteen in letters.
  static func spelled(_ number: Int) -> String {
    words.indices.contains(number) ? words[number] : grouped(number)
  }
}
