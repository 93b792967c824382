import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

/// Exercises 1.9 to 1.11: the gradient of the loss, and a table that learns.
final class LearningTests: ExerciseTestCase {
  // MARK: 1.9

  private func expectGradient(_ logits: Matrix, _ targets: [Int], line: UInt = #line) {
    let p = Reference.softmax(logits)
    let count = Double(logits.rows)
    let wanted = Reference.oneHot(targets, logits.columns)
    let measured = Reference.slopes(of: logits) { Reference.crossEntropy($0, targets) }
    let yours = crossEntropyGradient(logits, targets: targets)
    expect(
      yours, "gradient of the loss", equals: measured, within: 1e-9,
      mistakes: [
        .rowsNotCounted: p - wanted,
        .noParentheses: p - wanted / count,
        .gradientTurned: (wanted - p) / count,
        .gradientTurnedAndSummed: wanted - p,
        .probabilities: p / count,
        .probabilitiesAndRows: p,
        .targetsOnly: (p - wanted) .* wanted / count,
        .byTheProbabilities: -(wanted ./ p) / count,
        .slopeTwice: (p - wanted) .* p .* (1 - p) / count,
        .overAllNumbers: (p - wanted) / (count * Double(p.columns)),
        .overTheVocabulary: (p - wanted) / Double(p.columns),
        .meanTwice: (p - wanted) / (count * count),
        .targetsReversed: (p - Reference.oneHot(targets.reversed(), logits.columns)) / count,
      ], line: line)
  }

  func test_1_9_gradientMatchesThePage() {
    // Chapter 01: the two rows of the cross-entropy. A mistake in the mean shows only here.
    expectGradient([[3, 2, 1], [0, 0, 0]], [1, 2])
    // Probabilities 0.2, 0.5, 0.3 and symbol 1 came.
    let logits = log([[0.2, 0.5, 0.3]])
    expectGradient(logits, [1])
    expect(
      crossEntropyGradient(logits, targets: [1]), "gradient of the loss",
      equals: [[0.2, -0.5, 0.3]])
  }

  func test_1_9_gradientIsTheMeasuredSlope() {
    trials(50) { generator in
      let (rows, symbols) = (1 + generator.integer(below: 5), 2 + generator.integer(below: 8))
      expectGradient(
        Draw.logits(rows, symbols, spread: 2, &generator),
        Draw.symbols(rows, below: symbols, &generator))
    }
  }

  func test_1_9_eachRowSumsToZero() {
    trials(20) { generator in
      let logits = Draw.logits(4, 6, spread: 3, &generator)
      let targets = Draw.symbols(4, below: 6, &generator)
      expectGradient(logits, targets)
      expect(
        crossEntropyGradient(logits, targets: targets).rowSums,
        "sums of the rows: a logit more for all symbols changes no probability,",
        equals: Matrix(rows: 4, columns: 1))
    }
  }

  func test_1_9_largeLogitsStayFinite() {
    // A sure and right prediction has nothing to learn, a sure and wrong one the most.
    let logits: Matrix = [[1e4, -1e4], [1e4, -1e4]]
    expect(
      crossEntropyGradient(logits, targets: [0, 1]), "gradient of the loss",
      equals: [[0, 0], [0.5, -0.5]])
  }

  // MARK: 1.10

  private func expectUpdate(
    _ logits: Matrix, _ counts: Matrix, _ rate: Double, line: UInt = #line
  ) {
    let p = Reference.softmax(logits)
    let pairs = counts.sum
    let places = (0..<counts.rows).map { counts.row($0).sum }
    func table(_ gradient: (Int, Int) -> Double) -> Matrix {
      var result = logits
      for row in 0..<logits.rows {
        for column in 0..<logits.columns { result[row, column] -= rate * gradient(row, column) }
      }
      return result
    }
    let right = table { (places[$0] * p[$0, $1] - counts[$0, $1]) / pairs }
    let gradient = (logits - right) / rate
    expect(
      updatedTable(logits, counts: counts, rate: rate), "table after the update", equals: right,
      within: 1e-9,
      mistakes: [
        .uphill: logits + gradient * rate,
        .notDividedByPairs: logits - gradient * (rate * pairs),
        .dividedByOwnRow: table {
          (places[$0] * p[$0, $1] - counts[$0, $1]) / max(places[$0], 1)
        },
        // Without a pair in a row, NaN.
        .dividedByOwnRow: table { p[$0, $1] - counts[$0, $1] / places[$0] },
        .saidOnce: table { (p[$0, $1] - counts[$0, $1]) / pairs },
        .signAlike: table { (places[$0] * p[$0, $1] + counts[$0, $1]) / pairs },
        .scoresForProbabilities: table {
          (places[$0] * logits[$0, $1] - counts[$0, $1]) / pairs
        },
        .withoutRate: logits - gradient,
        .overTableSize: logits - gradient * (rate * pairs / Double(counts.values.count)),
        .fromZeros: right - logits,
        .columnsForRows: table {
          (counts.transposed.row($1).sum * p[$0, $1] - counts[$0, $1]) / pairs
        },
        .onlyWhatCame: table { -counts[$0, $1] / pairs },
        .gradientItself: gradient,
      ], line: line)
  }

  /// Of banana, with a = 0, b = 1, n = 2.
  private let banana: Matrix = [[0, 0, 2], [1, 0, 0], [2, 0, 0]]

  func test_1_10_firstUpdateMatchesThePage() {
    // Chapter 01: from zeros every probability is a third; at rate 3 the row of a becomes
    // -0.4, -0.4, 0.8.
    let zeros = Matrix(rows: 3, columns: 3)
    expectUpdate(zeros, banana, 3)
    expect(
      updatedTable(zeros, counts: banana, rate: 3).row(0), "row of a after one update",
      equals: [[-0.4, -0.4, 0.8]])
  }

  func test_1_10_updateMatchesPlainLoops() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 5)
      let text = Draw.symbols(6 + generator.integer(below: 20), below: size, &generator)
      expectUpdate(
        Draw.logits(size, size, &generator), Reference.counts(text, size),
        0.5 + generator.uniform(in: 0...4))
    }
  }

  func test_1_10_updateIsThatOfAllPredictionsTogether() {
    // The same by exercise 1.9's rule, one pair at a time, in plain loops.
    trials(10) { generator in
      let size = 3
      let text = Draw.symbols(12, below: size, &generator)
      let logits = Draw.logits(size, size, &generator)
      let p = Reference.softmax(logits)
      var expected = logits
      for place in 0..<text.count - 1 {
        for column in 0..<size {
          let came = text[place + 1] == column ? 1.0 : 0
          expected[text[place], column] -=
            2 * (p[text[place], column] - came) / Double(text.count - 1)
        }
      }
      expectUpdate(logits, Reference.counts(text, size), 2)
      expect(
        updatedTable(logits, counts: Reference.counts(text, size), rate: 2),
        "table after the update", equals: expected)
    }
  }

  func test_1_10_aLetterThatNeverStoodBeforeLearnsNothing() {
    let logits: Matrix = [[1, 2], [3, 4]]
    let counts: Matrix = [[1, 3], [0, 0]]
    expectUpdate(logits, counts, 5)
    expect(
      updatedTable(logits, counts: counts, rate: 5).row(1), "row without a pair", equals: [[3, 4]])
  }

  func test_1_10_manyUpdatesReachTheCountedLoss() {
    trials(5) { generator in
      let text = Draw.symbols(200, below: 4, &generator)
      let learned = BigramModel(learning: text, vocabularySize: 4, rate: 4, updates: 300)
      let counts = Reference.counts(text, 4)
      let counted = Reference.loss(Reference.smoothed(counts, 1e-12), text)
      let loss = Reference.loss(learned.probabilities, text)
      expect(
        abs(loss - counted) < 0.001,
        orSay: "after 300 updates the learnt table's loss is \(loss), and the counted one's "
          + "\(counted)")
    }
  }

  // MARK: 1.11

  /// The loss on banana after 0, 1, 2, … updates of a table of zeros at a rate of 1, in plain loops.
  private static let losses: [Double] = {
    let counts: [[Double]] = [[0, 0, 2], [1, 0, 0], [2, 0, 0]]
    var logits = [[Double]](repeating: [0, 0, 0], count: 3)
    return (0...10_000).map { _ in
      var loss = 0.0
      for row in 0..<3 {
        let powers = logits[row].map { Foundation.exp($0) }
        let (sum, places) = (powers[0] + powers[1] + powers[2], counts[row].max() ?? 0)
        for column in 0..<3 {
          let said = powers[column] / sum
          if counts[row][column] > 0 { loss -= counts[row][column] * Foundation.log(said) / 5 }
          logits[row][column] -= (places * said - counts[row][column]) / 5
        }
      }
      return loss
    }
  }()

  /// After how many updates the loss on banana is below a bound.
  private func updates(to bound: Double) -> Double {
    Double(Self.losses.firstIndex { $0 < bound } ?? Self.losses.count)
  }

  /// Says which way a guess is off, and not what it should be: that would be the next guess.
  private func expectGuess(
    _ guess: Double, of measured: Double, _ subject: String, tooLow: String, tooHigh: String,
    mistake: Mistake? = nil, line: UInt = #line
  ) {
    expect(
      guess >= measured / 3 && guess <= measured * 3,
      orSay: "\(subject): your guess is \(String(format: "%g", guess)), and "
        + (guess < measured ? tooLow : tooHigh) + ", by more than a factor of 3"
        + (mistake.map { ". " + $0.sentence.dropLast() } ?? ""), line: line)
  }

  private func expectUpdates(
    _ guess: Double, to bound: Double, mistake: Mistake? = nil, line: UInt = #line
  ) {
    expectGuess(
      guess, of: updates(to: bound), "updates to a loss below \(bound) nats",
      tooLow: "it takes more", tooHigh: "it takes fewer", mistake: mistake, line: line)
  }

  func test_1_11_theGuessForATenth() {
    expectUpdates(learningGuesses().updatesToATenth, to: 0.1)
  }

  func test_1_11_theGuessForAHundredth() {
    let guesses = learningGuesses()
    let proportion = guesses.updatesToAHundredth / guesses.updatesToATenth
    let isTooLow = guesses.updatesToAHundredth < updates(to: 0.01)
    expectUpdates(
      guesses.updatesToAHundredth, to: 0.01,
      mistake: isTooLow && proportion < 3 ? .straightOn : nil)
  }

  func test_1_11_theGuessForTheEnd() {
    let guess = learningGuesses().lossInTheEnd
    expectGuess(
      guess, of: Self.losses.last ?? .nan, "loss after 10,000 updates",
      tooLow: "the loss is higher", tooHigh: "the loss is lower",
      mistake: guess <= 0 ? .arrives : nil)
  }
}
