import CourseTesting
import LinearAlgebra
import XCTest

@testable import Translation

/// Exercise 16.1: numbers in German.
final class NumberWordsTests: ExerciseTestCase {
  private static let ones = [
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun",
  ]
  private static let teens = [
    "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn",
    "achtzehn", "neunzehn",
  ]
  private static let tens = [
    "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
  ]

  /// What is done with the digits; by default what German does.
  private struct Rule {
    /// One in front of another word, one before a thousand, and one at the end.
    var (inFront, beforeThousand, atTheEnd) = ("ein", "ein", "eins")
    var onesComeFirst = true
    var (joint, gap) = ("und", "")
    /// Whether one hundred has its "one", and one thousand.
    var (namesHundred, namesThousand) = (true, true)
    var (zero, endsInZero, hasTeens) = ("null", false, true)

    func words(_ number: Int) -> String {
      if number == 0 { return zero }
      let (thousands, rest) = (number / 1_000, number % 1_000)
      let front =
        thousands == 0
        ? ""
        : thousands == 1 && !namesThousand
          ? "tausend"
          : below(thousands, one: beforeThousand) + gap + "tausend"
      if rest == 0 { return front + (endsInZero ? "null" : "") }
      return front + (front.isEmpty ? "" : gap) + below(rest, one: atTheEnd)
    }

    private func below(_ number: Int, one: String) -> String {
      var text = ""
      let digits = [number / 100, number / 10 % 10, number % 10]
      if digits[0] > 0 {
        if digits[0] > 1 || namesHundred { text += name(digits[0], one: inFront) }
        text += gap + "hundert"
        if number % 100 > 0 { text += gap }
      }
      if digits[1] == 1 && hasTeens { return text + teens[digits[2]] }
      let tens =
        digits[1] == 0 ? "" : digits[1] == 1 ? "zehn" : NumberWordsTests.tens[digits[1] - 2]
      if digits[2] == 0 { return text + tens + (digits[1] > 0 && endsInZero ? "null" : "") }
      if digits[1] == 0 { return text + name(digits[2], one: one) }
      let unit = name(digits[2], one: onesComeFirst ? inFront : one)
      let parts = onesComeFirst ? [unit, tens] : [tens, unit]
      return text + parts[0] + (joint.isEmpty ? "" : gap) + joint + gap + parts[1]
    }

    private func name(_ digit: Int, one: String) -> String { digit == 1 ? one : ones[digit] }
  }

  private func expectWords(_ number: Int, line: UInt = #line) {
    func said(_ change: (inout Rule) -> Void) -> String {
      var rule = Rule()
      change(&rule)
      return rule.words(number)
    }
    expect(
      NumberWords.german(number), "\(number) in German", is: Rule().words(number),
      mistakes: [
        .tensFirst: said { $0.onesComeFirst = false },
        .tensFirst: said { ($0.onesComeFirst, $0.joint) = (false, "") },
        .withoutUnd: said { $0.joint = "" },
        .einsEverywhere: said { ($0.inFront, $0.beforeThousand) = ("eins", "eins") },
        .einsInFront: said { $0.inFront = "eins" },
        .einsThousand: said { $0.beforeThousand = "eins" },
        .einAtTheEnd: said { $0.atTheEnd = "ein" },
        .hundredWithoutOne: said { $0.namesHundred = false },
        .hundredWithoutOne: said { ($0.namesHundred, $0.namesThousand) = (false, false) },
        .thousandWithoutOne: said { $0.namesThousand = false },
        .separateWords: said { $0.gap = " " },
        .zeroIsSilent: said { $0.zero = "" },
        .zeroIsSaid: said { $0.endsInZero = true },
        .noTeens: said { $0.hasTeens = false },
      ], line: line)
  }

  func test_16_1_factsOfThePage() {
    let facts = [
      0: "null", 1: "eins", 7: "sieben", 12: "zwölf", 16: "sechzehn", 17: "siebzehn",
      21: "einundzwanzig", 30: "dreißig", 47: "siebenundvierzig", 66: "sechsundsechzig",
      100: "einhundert", 101: "einhunderteins", 247: "zweihundertsiebenundvierzig",
      1_000: "eintausend", 1_205: "eintausendzweihundertfünf",
      21_001: "einundzwanzigtausendeins", 101_000: "einhunderteintausend",
      999_999: "neunhundertneunundneunzigtausendneunhundertneunundneunzig",
    ]
    for (number, words) in facts.sorted(by: { $0.key < $1.key }) {
      // The judge is judged, too.
      XCTAssertEqual(Rule().words(number), words)
      expectWords(number)
    }
  }

  func test_16_1_everyNumberBelowAHundred() { for number in 0..<100 { expectWords(number) } }

  func test_16_1_roundNumbers() {
    for number in stride(from: 100, through: 1_000, by: 100) { expectWords(number) }
    for number in stride(from: 1_000, through: 999_000, by: 37_000) { expectWords(number) }
  }

  func test_16_1_aOneInEveryPlace() {
    for number in [
      1, 11, 21, 31, 101, 111, 121, 1_001, 1_011, 1_101, 1_111, 11_000, 21_021, 31_101,
    ] {
      expectWords(number)
      expectWords(number * 1_000 % 1_000_000)
    }
    expectWords(101_101)
    expectWords(111_111)
  }

  func test_16_1_anyNumber() {
    trials(20) { generator in
      for digits in 2...6 {
        expectWords(generator.integer(below: Int("1" + String(repeating: "0", count: digits)) ?? 1))
      }
    }
  }
}
