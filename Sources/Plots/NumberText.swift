import Foundation

/// Numbers as short text, without locales: the same value gives the same characters everywhere.
enum NumberText {
  /// 10 to the power of `exponent`, correctly rounded; 0 below the least number.
  static func powerOfTen(_ exponent: Int) -> Double {
    exponent < -323 ? 0 : Double("1e\(min(308, exponent))") ?? .nan
  }

  /// The exponent of the power of ten at or below a positive value.
  static func exponent(of magnitude: Double) -> Int {
    var exponent = Int(log10(magnitude).rounded(.down))
    while powerOfTen(exponent) > magnitude { exponent -= 1 }
    while exponent < 308, powerOfTen(exponent + 1) <= magnitude { exponent += 1 }
    return exponent
  }

  /// The value with a fixed number of decimals; thousands are grouped from 10,000 on.
  static func fixed(_ value: Double, decimals: Int) -> String {
    if let name = nameOfNonFinite(value) { return name }
    let scaled = (abs(value) * powerOfTen(decimals)).rounded()
    guard scaled < 9e15 else { return scientific(value, significant: 3) }
    var digits = String(Int(scaled))
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let whole = grouped(String(digits.dropLast(decimals)))
    let sign = value < 0 && scaled > 0 ? "−" : ""
    return sign + whole + (decimals > 0 ? "." + digits.suffix(decimals) : "")
  }

  /// The value with at most `significant` digits and no trailing zeros: 0.001, 12.5, 3·10⁻⁷.
  static func compact(_ value: Double, significant: Int = 3) -> String {
    if let name = nameOfNonFinite(value) { return name }
    if value == 0 { return "0" }
    let exponent = exponent(of: abs(value))
    guard exponent >= -4, exponent < 6 else { return scientific(value, significant: significant) }
    return trimmed(fixed(value, decimals: max(0, significant - 1 - exponent)))
  }

  /// The value as a mantissa and a power of ten; a mantissa of 1 is left out.
  static func scientific(_ value: Double, significant: Int) -> String {
    if let name = nameOfNonFinite(value) { return name }
    if value == 0 { return "0" }
    var exponent = exponent(of: abs(value))
    // In two steps, since a power below 10⁻³⁰⁸ is not a normal number.
    let half = exponent / 2
    let scaled = abs(value) / powerOfTen(half) / powerOfTen(exponent - half)
    var mantissa = trimmed(fixed(scaled, decimals: max(0, significant - 1)))
    if mantissa == "10" {
      mantissa = "1"
      exponent += 1
    }
    return (value < 0 ? "−" : "") + (mantissa == "1" ? "" : mantissa + "·") + power(exponent)
  }

  /// 10 raised to `exponent`, in superscript digits.
  static func power(_ exponent: Int) -> String {
    "10" + String(String(exponent).map { superscripts[$0] ?? $0 })
  }

  /// A coordinate in a drawing: two decimals at most, a plain minus.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((max(-1e9, min(1e9, value)) * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    var text = (hundredths < 0 ? "-" : "") + String(whole)
    if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
    return text
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]

  private static func nameOfNonFinite(_ value: Double) -> String? {
    if value.isFinite { return nil }
    return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞"
  }

  private static func grouped(_ digits: String) -> String {
    guard digits.count > 4 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = Substring(text)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }
}
