import LinearAlgebra

/// What a translator is to learn. Each task has facts for its data, and an exact judge: a
/// translation is right if every character is.
public enum TranslationTask: Int, CaseIterable, Sendable {
  /// Numbers in words, English to German.
  case toGerman
  /// The other way round.
  case toEnglish
  /// Digits one by one, English to German: the order stays.
  case digits
  /// A date as people write it, to a date as computers write it.
  case dates
  /// A question, and its answer.
  case questions
}

extension TranslationTask {
  /// Pairs of a number.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - digits: how many digits numbers have, each count as often as any other; for `digits`, how
  ///     many digits follow one another.
  ///   - isTest: whether to draw from what is never learnt from: one in five of the numbers of three
  ///     digits and more, of the sequences of digits and of the dates, and of the sums.
  ///   - generator: what is drawn.
  public func drawn(
    _ count: Int, digits: ClosedRange<Int> = 1...4, isTest: Bool = false,
    using generator: inout SeededGenerator
  ) -> [SentencePair] {
    (0..<count).map { _ in
      let size = digits.lowerBound + generator.integer(below: digits.count)
      while true {
        let (pair, isHeldOut) = draw(size, using: &generator)
        if isHeldOut == nil || isHeldOut == isTest { return pair }
      }
    }
  }

  /// A pair, and whether it is one that is never learnt from; nil where there are too few to do
  /// without.
  private func draw(
    _ size: Int, using generator: inout SeededGenerator
  ) -> (pair: SentencePair, isHeldOut: Bool?) {
    switch self {
    case .toGerman, .toEnglish:
      let smallest = size == 1 ? 0 : Self.power(size - 1)
      let number = smallest + generator.integer(below: Self.power(size) - smallest)
      let (english, german) = (NumberWords.english(number), NumberWords.german(number))
      return (
        self == .toGerman ? SentencePair(english, german) : SentencePair(german, english),
        size < 3 ? nil : Self.isHeldOut(number)
      )
    case .digits:
      let number = Self.power(size) + generator.integer(below: Self.power(size))
      return (Self.spelled(number), size < 3 ? nil : Self.isHeldOut(number))
    case .dates:
      let date = CalendarDate(using: &generator)
      return (
        SentencePair(date.text(in: generator.integer(below: CalendarDate.forms)), date.standard),
        Self.isHeldOut(date.number)
      )
    case .questions:
      return Questions.drawn(using: &generator)
    }
  }

  /// The digits of a number one by one, but for its first.
  private static func spelled(_ number: Int) -> SentencePair {
    var (english, german, rest) = ("", "", number)
    while rest >= 10 {
      let isLast = english.isEmpty
      english = NumberWords.englishOnes[rest % 10] + (isLast ? "" : " ") + english
      german = NumberWords.german(rest % 10) + (isLast ? "" : " ") + german
      rest /= 10
    }
    return SentencePair(english, german)
  }

  private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { x, _ in 10 * x } }

  /// One number in five, as if by chance.
  static func isHeldOut(_ number: Int) -> Bool {
    (UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 32 % 5 == 0
  }
}
