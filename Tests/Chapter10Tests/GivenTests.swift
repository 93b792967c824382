import Backpropagation
import CourseTesting
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import XCTest

@testable import UnequalLengths

/// What the chapter gives beside its exercises.
final class Chapter10GivenTests: XCTestCase {
  private func drawn(_ count: Int, seed: UInt64) -> [Opinion] {
    var generator = SeededGenerator(seed: seed)
    return Opinions.drawn(count, using: &generator)
  }

  func testAnAdjectiveDecidesAndNotTurnsItRound() {
    let praise = ["good", "great", "lovely", "clever", "fine"]
    let blame = ["bad", "dull", "awful", "silly", "poor"]
    for opinion in drawn(500, seed: 1) {
      let words = Opinions.text(of: opinion.words).split(separator: " ").map(String.init)
      let praises = words.filter { praise.contains($0) }.count
      XCTAssertEqual(praises + words.filter { blame.contains($0) }.count, 1, "\(words)")
      XCTAssertEqual(opinion.isPositive, (praises == 1) != words.contains("not"), "\(words)")
      XCTAssertEqual(Opinions.symbols(of: words.joined(separator: "  ")), opinion.words)
    }
    XCTAssertNil(Opinions.symbols(of: "it was superb"))
    XCTAssertEqual(Opinions.symbols(of: " "), [])
  }

  func testEachLengthIsAsOftenAsAnother() {
    let opinions = drawn(8_000, seed: 2)
    for length in Opinions.lengths {
      let count = opinions.filter { $0.words.count == length }.count
      XCTAssertEqual(Double(count), 1_000, accuracy: 130, "length \(length)")
    }
    XCTAssertEqual(
      Double(opinions.filter { $0.isPositive }.count), 4_000, accuracy: 200)
    XCTAssertFalse(opinions.contains { $0.words.contains(Opinions.padding) })
    XCTAssertEqual(Set(Opinions.vocabulary).count, Opinions.vocabulary.count)
  }

  func testWorkIsRowsTimesTheLongest() {
    let lengths = [3, 1, 2, 6]
    XCTAssertEqual(work([[0, 1], [2, 3]], lengths: lengths), 2 * 3 + 2 * 6)
    XCTAssertEqual(usefulShare([[0, 1], [2, 3]], lengths: lengths), 12.0 / 18)
    XCTAssertEqual(work([[0, 2], [1], [3], []], lengths: lengths), 6 + 1 + 6)
  }

  func testRandomBatchesHaveEveryPlace() {
    var generator = SeededGenerator(seed: 3)
    let batches = randomBatches(10, of: 4, using: &generator)
    XCTAssertEqual(batches.map(\.count), [4, 4, 2])
    XCTAssertEqual(batches.flatMap { $0 }.sorted(), Array(0..<10))
    XCTAssertNotEqual(batches.flatMap { $0 }, Array(0..<10))
  }

  func testAColumnFitsBesideOthers() {
    let mask: Matrix = [[1], [0]]
    XCTAssertEqual(mask.across(3), [[1, 1, 1], [0, 0, 0]])
  }

  func testWhatDoesNotFitIsNamed() {
    XCTAssertNil(lengthProblem([[1, 2], []], length: 2))
    XCTAssertEqual(
      lengthProblem([[1], [1, 2, 3]], length: 2),
      "sequence 1 has 3 symbols, which do not fit into 2 steps")
    XCTAssertEqual(
      maskProblem(steps: 3, masks: 2), "3 steps with 2 masks: each step needs one")
    XCTAssertNil(lastStatesProblem([[[1], [2]]], lengths: [0, 1]))
    XCTAssertEqual(
      lastStatesProblem([[[1], [2]]], lengths: [1]),
      "states of 2×1 with 1 lengths: each row needs one")
    XCTAssertEqual(
      lastStatesProblem([[[1], [2]]], lengths: [1, 2]), "row 1 has a length of 2 in 1 steps")
    XCTAssertEqual(lastStatesProblem([], lengths: []), "no states: there is no last one")
  }

  // MARK: The reader

  private func batch(_ opinions: [Opinion], to length: Int) -> PaddedBatch {
    padded(opinions.map(\.words), to: length, with: Opinions.padding, on: .right)
  }

  func testTheGradientsOfAReaderAreRight() throws {
    var generator = SeededGenerator(seed: 4)
    for isMasked in [true, false] {
      let model = OpinionReader(hiddenSize: 2, isMasked: isMasked, using: &generator)
      let opinions = Opinions.drawn(3, using: &generator)
      let (batch, labels) = (batch(opinions, to: 12), opinions.map { $0.isPositive ? 1 : 0 })
      var (learner, recorder) = (model, Recorder(learningRate: 1))
      let loss = learner.train(on: batch, labels: labels, clippingAt: 1e9, with: &recorder)
      func measured(_ model: OpinionReader) -> Double {
        zip(labels.indices, labels).reduce(0) {
          $0 + Plain.surprise(model.logits(batch), $1.0, $1.1).0 / Double(labels.count)
        }
      }
      XCTAssertEqual(loss, measured(model), accuracy: 1e-12)
      let report = try checkGradients(of: model, analytic: recorder.gradients, loss: measured)
      XCTAssertTrue(report.passes(within: 1e-6), "\(report)")
    }
  }

  func testAReaderLearnsWithItsMask() {
    var generator = SeededGenerator(seed: 5)
    var model = OpinionReader(hiddenSize: 8, using: &generator)
    var optimizer = Adam(learningRate: 0.02)
    for _ in 0..<150 {
      let opinions = Opinions.drawn(16, using: &generator)
      model.train(
        on: batch(opinions, to: 10), labels: opinions.map { $0.isPositive ? 1 : 0 },
        clippingAt: 1, with: &optimizer)
    }
    let test = drawn(200, seed: 6)
    let labels = test.map { $0.isPositive ? 1 : 0 }
    XCTAssertGreaterThan(model.accuracy(on: batch(test, to: 10), labels: labels), 0.97)
    XCTAssertEqual(model.logits(batch(test, to: 10)), model.logits(batch(test, to: 60)))
    var unmasked = model
    unmasked.isMasked = false
    XCTAssertNotEqual(unmasked.logits(batch(test, to: 10)), unmasked.logits(batch(test, to: 60)))
  }

  /// Keeps the gradients, and moves nothing.
  private struct Recorder: Optimizer {
    var learningRate: Double
    var gradients: [Matrix] = []

    mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
      self.gradients = gradients
    }
  }
}
