import Classification
import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

/// Exercise 14.8: five and five. The networks are those of the live figure; plain loops run them.
final class FoolingTests: ExerciseTestCase {
  private static let trained: TrainedReviewers? = {
    guard let data = try? Data(contentsOf: Fixtures.file("opinions.bin")) else { return nil }
    return TrainedReviewers(bytes: [UInt8](data))
  }()

  /// The logits of praise, of the bag and of the LSTM.
  private func logits(_ words: [Int]) -> (bag: Double, lstm: Double) {
    guard let trained = Self.trained else { return (.nan, .nan) }
    let weights = trained.bag.output
    let bag = words.reduce(weights.bias[0, 0]) { $0 + weights.weights[$1, 0] }
    let (cell, output) = (trained.reviewers[0].cell, trained.reviewers[0].output)
    let units = cell.hiddenSize
    var hidden = Array(repeating: 0.0, count: units)
    var memory = hidden
    for word in words {
      let sums = (0..<4 * units).map { column in
        (0..<units).reduce(cell.inputWeights[word, column] + cell.bias[0, column]) {
          $0 + hidden[$1] * cell.recurrentWeights[$1, column]
        }
      }
      for unit in 0..<units {
        let gate = (0..<4).map { sums[$0 * units + unit] }
        memory[unit] =
          Plain.logistic(gate[1]) * memory[unit]
          + Plain.logistic(gate[0]) * Foundation.tanh(gate[2])
        hidden[unit] = Plain.logistic(gate[3]) * Foundation.tanh(memory[unit])
      }
    }
    let lstm = (0..<units).reduce(output.bias[0, 0]) { $0 + hidden[$1] * output.weights[$1, 0] }
    return (bag, lstm)
  }

  private var yours: [(text: String, isForTheBag: Bool)] {
    let reviews = foolingReviews()
    return reviews.bag.map { ($0, true) } + reviews.lstm.map { ($0, false) }
  }

  /// Words and verdict of a review that is one.
  private func read(_ text: String) -> (words: [Int], verdict: Bool)? {
    guard let words = Reviews.symbols(of: text), words.count <= 12 else { return nil }
    return Reviews.verdict(of: words).map { (words, $0) }
  }

  private func fail(_ text: String, _ problem: String, _ mistake: Mistake, line: UInt) {
    expect(false, orSay: "\"\(text)\" \(problem).\n    \(mistake.sentence)", line: line)
  }

  func test_14_8_fiveOfEach() {
    let reviews = foolingReviews()
    for (kind, count) in [("the bag", reviews.bag.count), ("the LSTM", reviews.lstm.count)] {
      expect(
        count == 5,
        orSay: "\(count) reviews are to fool \(kind).\n    \(Mistake.notFive.sentence)")
    }
  }

  func test_14_8_reviewsOfKnownWords() {
    for (text, _) in yours {
      guard let words = Reviews.symbols(of: text) else {
        return fail(text, "has a word that the networks do not know", .unknownWord, line: #line)
      }
      if words.count > 12 {
        return fail(text, "has \(words.count) words", .tooLong, line: #line)
      }
      if Reviews.verdict(of: words) == nil {
        return fail(text, "has no verdict", .noVerdict, line: #line)
      }
    }
    expect(true, orSay: "")
  }

  func test_14_8_noTwoWithTheSameWords() {
    var seen: [[Int]] = []
    for (text, _) in yours {
      let bag = (Reviews.symbols(of: text) ?? []).sorted()
      if seen.contains(bag) {
        return fail(text, "has the words of another", .sameWords, line: #line)
      }
      seen.append(bag)
    }
    expect(true, orSay: "")
  }

  func test_14_8_theBagIsFooledAndNotTheLSTM() {
    for (text, isForTheBag) in yours where isForTheBag {
      guard let (words, verdict) = read(text) else { continue }
      let (bag, lstm) = logits(words)
      let truth = verdict ? "praises" : "blames"
      if (bag >= 0) == verdict {
        return fail(text, "\(truth), and the bag says so", .bagIsRight, line: #line)
      }
      if (lstm >= 0) != verdict {
        return fail(text, "\(truth), and the LSTM does not say so", .lstmIsWrongToo, line: #line)
      }
    }
    expect(true, orSay: "")
  }

  func test_14_8_theLSTMIsFooled() {
    for (text, isForTheBag) in yours where !isForTheBag {
      guard let (words, verdict) = read(text) else { continue }
      if (logits(words).lstm >= 0) == verdict {
        return fail(
          text, "\(verdict ? "praises" : "blames"), and the LSTM says so", .lstmIsRight,
          line: #line)
      }
    }
    expect(true, orSay: "")
  }
}
