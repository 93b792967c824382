import ExerciseSupport
import LinearAlgebra

/// "a is to b as c is to d": dog is to puppy as cat is to kitten.
public struct Analogy: Equatable, Sendable {
  /// The pair that is given.
  public var a, b: Int
  /// What is asked about, and the answer.
  public var c, d: Int

  /// Creates an analogy of four words.
  public init(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }
}

/// Of some analogies, which share was answered rightly, and which share by less than the whole
/// question.
public struct AnalogyScores: Equatable, Sendable {
  /// By the word nearest to b − a + c.
  public var whole: Double
  /// By the word nearest to b + c: the control, in which a is not subtracted.
  public var withoutBase: Double
  /// By the word nearest to c alone.
  public var thirdAlone: Double

  /// Creates scores from 0 to 1.
  public init(whole: Double, withoutBase: Double, thirdAlone: Double) {
    (self.whole, self.withoutBase, self.thirdAlone) = (whole, withoutBase, thirdAlone)
  }
}

/// Answers analogies by vectors, and by two questions that leave something out.
///
/// - Parameters:
///   - questions: at least one; their words are rows of the table.
///   - table: V × D, rows of any length. Every row counts as one of length 1.
/// - Returns: three shares from 0 to 1. No answer may be one of the three words a, b and c.
/// - Note: the controls are Linzen's (2016), "Issues in Evaluating Semantic Spaces Using Word
///   Analogies".
public func judgedAnalogies(_ questions: [Analogy], in table: Matrix) -> AnalogyScores {
  // EXERCISE 11.7 (3 points): an analogy and its control
  // Read chapters/11-words-as-vectors.md, "An analogy and its control".
  // Check with: swift run course check 11.7
  notWritten(
    "11.7", AnalogyScores(whole: .nan, withoutBase: .nan, thirdAlone: .nan))
}

extension Farm {
  /// Every analogy of a grown animal and its young that the farm makes true, both ways: 144.
  public static let analogies: [Analogy] = {
    let names = species.map { [$0.grown, $0.young].compactMap { symbol(of: $0) } }
    var analogies: [Analogy] = []
    for one in names {
      for other in names where other != one {
        analogies.append(Analogy(one[0], one[1], other[0], other[1]))
        analogies.append(Analogy(one[1], one[0], other[1], other[0]))
      }
    }
    return analogies
  }()
}

/// Of the three words nearest to each word of the farm, the share that is of its class. The words
/// of the class `other` are not asked about.
///
/// - Parameter table: V × D, a row for each word of the farm.
public func shareInClass(_ table: Matrix) -> Double {
  var (right, all) = (0, 0)
  for (word, kind) in Farm.classes.enumerated() where kind != .other {
    for other in nearest(to: table.row(word), in: table, count: 3, ignoring: [word]) {
      right += Farm.classes[other] == kind ? 1 : 0
      all += 1
    }
  }
  return Double(right) / Double(all)
}
