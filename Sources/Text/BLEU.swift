import Foundation

/// How alike translations are to those of people: the share of their words, pairs, triples and
/// quadruples that stand in them, of a whole collection at once.
///
///     BLEU = BP · exp(¼ Σ log pₙ)     BP = min(1, exp(1 − r / c))
///
/// pₙ is the share of runs of n tokens that the reference has, each counted at most as often as there, and
/// BP punishes translations whose c tokens are fewer than the references' r. Tokens are compared as they
/// are: nothing is cut or put into small letters.
///
/// - Note: Papineni, Roukos, Ward and Zhu (2002), "BLEU: a Method for Automatic Evaluation of Machine
///   Translation".
public struct BLEU: Equatable, Sendable {
  /// Runs of 1 to 4 tokens that were right, and how many there are.
  public private(set) var right = [0, 0, 0, 0]
  /// Runs of 1 to 4 tokens in the translations.
  public private(set) var total = [0, 0, 0, 0]
  /// Tokens of the references.
  public private(set) var referenceCount = 0

  /// Of nothing yet.
  public init() {}

  /// Adds a translation and what it should have been.
  public mutating func add(_ translation: [String], reference: [String]) {
    referenceCount += reference.count
    for length in 1...4 {
      let (found, wanted) = (Self.runs(translation, length), Self.runs(reference, length))
      for (run, count) in found { right[length - 1] += min(count, wanted[run] ?? 0) }
      total[length - 1] += max(0, translation.count - length + 1)
    }
  }

  private static func runs(_ tokens: [String], _ length: Int) -> [ArraySlice<String>: Int] {
    var counts: [ArraySlice<String>: Int] = [:]
    for start in 0..<max(0, tokens.count - length + 1) {
      counts[tokens[start..<start + length], default: 0] += 1
    }
    return counts
  }

  /// p₁ to p₄, in 0...1.
  public var precisions: [Double] { zip(right, total).map { Double($0) / Double(max(1, $1)) } }

  /// BP, in 0...1.
  public var brevityPenalty: Double {
    total[0] == 0 ? 0 : min(1, exp(1 - Double(referenceCount) / Double(total[0])))
  }

  /// In 0...100; 0 where no run of four is right.
  public var score: Double {
    if right.contains(0) { return 0 }
    return 100 * brevityPenalty * exp(precisions.reduce(0) { $0 + log($1) } / 4)
  }
}
