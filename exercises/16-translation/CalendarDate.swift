import LinearAlgebra

/// A day between 1950 and 2049.
public struct CalendarDate: Equatable, Sendable {
  /// Years from 1950, months from 1 and days from 1.
  public var year, month, day: Int

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// How many forms `text(in:)` knows.
  public static let forms = 4

  /// A day, each month as often as any other.
  public init(using generator: inout SeededGenerator) {
    year = 1950 + generator.integer(below: 100)
    month = 1 + generator.integer(below: 12)
    let isLeap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    day = 1 + generator.integer(below: Self.days[month - 1] + (isLeap ? 1 : 0))
  }

  /// The date as computers write it: `2026-12-01`.
  public var standard: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

  /// The date as people write it: `1 december 2026`, `december 1 2026`, `the 1st of december 2026`
  /// or `1 dec 2026`.
  public func text(in form: Int) -> String {
    let name = Self.months[month - 1]
    switch form {
    case 0: return "\(day) \(name) \(year)"
    case 1: return "\(name) \(day) \(year)"
    case 2: return "the \(day)\(ending) of \(name) \(year)"
    default:
      var short = ""
      for scalar in name.unicodeScalars.prefix(3) { short.unicodeScalars.append(scalar) }
      return "\(day) \(short) \(year)"
    }
  }

  private var ending: String {
    if 11...13 ~= day { return "th" }
    return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th"
  }

  /// A number of its own for each date.
  var number: Int { (year * 12 + month - 1) * 31 + day - 1 }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Questions that have one answer.
enum Questions {
  private static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// A question with its answer, and whether it is held back for a test.
  static func drawn(using generator: inout SeededGenerator) -> (SentencePair, Bool?) {
    let kind = generator.integer(below: 4)
    if kind == 0 {
      let day = generator.integer(below: 7)
      return (SentencePair("which day comes after \(days[day])", days[(day + 1) % 7]), nil)
    }
    if kind == 1 {
      let day = generator.integer(below: 7)
      return (SentencePair("which day comes before \(days[day])", days[(day + 6) % 7]), nil)
    }
    let (first, second) = (generator.integer(below: 21), generator.integer(below: 21))
    let words = NumberWords.english
    return (
      SentencePair("what is \(words(first)) plus \(words(second))", words(first + second)),
      TranslationTask.isHeldOut(100 * first + second)
    )
  }
}
