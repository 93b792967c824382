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
    let digits = mantissa
    let said = digits.filter(\.isNumber)
    if digits.contains(".") { return said.drop { $0 == "0" }.count >= 3 }
    if digits.count == 4, let year = Int(digits), 1600...2099 ~= year { return false }
    return said.reversed().drop { $0 == "0" }.count >= 3
  }

  // MARK: Reading

  private static let power = " \\cdot 10^"

  private var mantissa: Substring {
    text[..<(text.firstRange(of: Self.power)?.lowerBound ?? text.endIndex)]
  }

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
      if isWord(start - 1) || isWord(end) { return nil }
      let isDigits = !characters[start].isLetter
      if !isDigits, !words.contains(match.output.lowercased()) { return nil }
      let sign = isDigits && start > 0 ? characters[start - 1] : " "
      if sign == "." || sign == "-" && start > 1 && characters[start - 2].isLetter { return nil }
      let isSigned = "−-".contains(sign) && !isWord(start - 2)
      let dollars = characters[..<start].split { $0 != "$" }
      let range = (isSigned ? start - 1 : start)..<end
      return WrittenNumber(
        range: range, text: String(characters[range]), isInFormula: dollars.count % 2 == 1)
    }
  }

  // MARK: Writing

  /// A value in the form of this number.
  func form(of value: Double) -> String {
    if isWord {
      let number = Int(value.rounded())
      let word = Self.words.indices.contains(number) ? Self.words[number] : grouped(number)
      return text.first?.isUppercase == true ? word.capitalized : word
    }
    let decimals = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
    if mantissa.endIndex == text.endIndex { return plain(value, decimals) }
    let parts = String(format: "%.\(decimals)e", value).split(separator: "e")
    return "\(parts[0])\(Self.power){\(Int(parts[parts.count - 1]) ?? 0)}"
  }

  private func plain(_ value: Double, _ decimals: Int) -> String {
    let number = fixed(abs(value), decimals)
    let whole = number.prefix { $0 != "." }
    let isGrouped = text.contains(",") || digits.prefix { $0 != "." }.count < 4
    let shown = isGrouped ? Int(whole).map { grouped($0) } ?? String(whole) : String(whole)
    let isNegative = value < 0 && number.contains { !"0.".contains($0) }
    let sign = isInFormula || text.hasPrefix("-") ? "-" : "−"
    return (isNegative ? sign : "") + (isInFormula ? shown.replacing(",", with: "{,}") : shown)
      + number.dropFirst(whole.count)
  }
}
