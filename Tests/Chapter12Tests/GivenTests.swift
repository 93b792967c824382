import CourseTesting
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import XCTest

@testable import Regularisation

/// What the chapter gives: the cost of weights, and the world of opinions.
final class GivenTests: XCTestCase {
  func testWeightsCostAndBiasesDoNot() {
    // By hand in chapter 12: 0.2 + 0.1 · 3 = 0.5, and a bias as it was.
    let found = penalised(
      [[[0.2], [-0.4]], [[0.3]]], parameters: [[[3], [-2]], [[5]]], decay: 0.1)
    for (matrix, right) in zip(found, [[0.5, -0.6], [0.3]]) {
      for (number, expected) in zip(matrix.values, right) {
        XCTAssertEqual(number, expected, accuracy: 1e-12)
      }
    }
  }

  func testWeightsCostAsInPyTorch() throws {
    for golden in try Golden.decoded().decay {
      let found = penalised(
        golden.gradients.map { Matrix($0) }, parameters: golden.parameters.map { Matrix($0) },
        decay: golden.decay)
      for (matrix, right) in zip(found, golden.penalised) {
        for (number, expected) in zip(matrix.values, right.flatMap { $0 }) {
          XCTAssertEqual(number, expected, accuracy: 1e-10)
        }
      }
    }
  }

  func testASentencePraisesIfItsAdjectiveDoesUnlessItIsDenied() {
    var generator = SeededGenerator(seed: 3)
    let sentences = Opinions.sentences(400, using: &generator)
    for (words, label) in zip(sentences.words, sentences.labels) {
      let texts = words.map { Opinions.vocabulary[$0] }
      XCTAssertEqual(texts.count, 6)
      let praises = Opinions.praise.contains(texts[4])
      XCTAssertNotEqual(praises, Opinions.blame.contains(texts[4]), texts[4])
      XCTAssertEqual(label == 1, praises != (texts[3] == "not"), "\(texts)")
    }
    XCTAssertEqual(Set(Opinions.vocabulary).count, Opinions.vocabulary.count)
  }

  func testAFamilyHasOneLabelNounAdverbAndAdjective() {
    var generator = SeededGenerator(seed: 4)
    let (sentences, families) = Opinions.families(20, copies: 5, using: &generator)
    XCTAssertEqual(sentences.count, 100)
    for (index, family) in families.enumerated() {
      XCTAssertEqual(family, index / 5)
      for place in [1, 3, 4] {
        XCTAssertEqual(sentences.words[index][place], sentences.words[family * 5][place])
      }
      XCTAssertEqual(sentences.labels[index], sentences.labels[family * 5])
    }
    XCTAssertGreaterThan(Set(sentences.words.map { $0[2] }).count, 3)
  }

  func testShufflingKeepsTheLabelsAndTheirNumber() {
    var generator = SeededGenerator(seed: 5)
    let sentences = Opinions.sentences(200, using: &generator)
    let shuffled = sentences.withShuffledLabels(using: &generator)
    XCTAssertEqual(shuffled.words, sentences.words)
    XCTAssertEqual(shuffled.labels.reduce(0, +), sentences.labels.reduce(0, +))
    XCTAssertNotEqual(shuffled.labels, sentences.labels)
  }

  func testMasksOfASequence() {
    func masks(_ isOne: Bool, isScaled: Bool = true) -> [Matrix] {
      var generator = SeededGenerator(seed: 6)
      return RecurrentDropout(
        place: .cellState, rate: 0.5, isOneForAllSteps: isOne, isScaled: isScaled
      ).masks(rows: 5, columns: 8, steps: 4, using: &generator)
    }
    XCTAssertEqual(Set(masks(true).map(\.values)).count, 1)
    XCTAssertEqual(Set(masks(false).map(\.values)).count, 4)
    XCTAssertEqual(masks(true)[0], masks(true, isScaled: false)[0] * 2)
  }

  func testFewerSentencesAreTheFirstOfMore() {
    let (few, many) = (OpinionParts(seed: 3, examples: 40), OpinionParts(seed: 3, examples: 80))
    XCTAssertEqual(few.training, many.training.prefix(40))
    XCTAssertEqual(few.validation, many.validation)
    XCTAssertEqual([few.training.count, few.validation.count, few.test.count], [40, 100, 1_000])
    let shuffled = OpinionParts(seed: 3, examples: 40, isShuffled: true)
    XCTAssertEqual(shuffled.test, few.test)
    XCTAssertNotEqual(shuffled.training, few.training)
  }

  func testTheBestOfAHistoryHasTheLowestValidationLoss() {
    let parts = OpinionParts(seed: 2, examples: 20)
    let history = Classifier.learning(
      from: parts, by: LearningPlan(regularisation: Regularisation(), updates: 25), seed: 5)
    XCTAssertEqual(history.training.count, 26)
    let losses = history.validation.map(\.loss)
    XCTAssertEqual(losses[history.bestUpdate], losses.min())
    XCTAssertEqual(history.best.judged(on: parts.validation).loss, losses.min())
    XCTAssertEqual(history.model.judged(on: parts.training).loss, history.training[25].loss)
    XCTAssertEqual(history.learnt, history.training.firstIndex { $0.accuracy == 1 })
  }

  func testOnlyIdleWordsMakeAClassifierFickle() {
    // Its answer hangs on nothing, and then on the last word alone, which says nothing.
    var generator = SeededGenerator(seed: 8)
    let sentences = Opinions.sentences(200, using: &generator)
    var model = Classifier(hiddenSize: 4, using: &generator)
    model.parameters = model.parameters.map { $0.filledWithZeros }
    XCTAssertEqual(model.fickleness(on: sentences), 0)
    let count = Opinions.vocabulary.count
    for column in 0..<4 {
      model.cell.inputWeights[count - 1, 8 + column] = 3
      model.cell.inputWeights[count - 2, 8 + column] = -3
    }
    model.output.weights = Matrix((0..<4).map { _ in [0, 1] })
    XCTAssertGreaterThan(model.fickleness(on: sentences), 0.2)
  }

  func testWhatCannotBeIsSaid() {
    XCTAssertEqual(
      rateProblem(1),
      "a dropout rate of 1.0 leaves nothing to learn from: it must be from 0 up to 1")
    XCTAssertNil(rateProblem(0))
    XCTAssertEqual(
      patienceProblem(0), "a patience of 0 stops before the first look: it is at least 1")
    XCTAssertEqual(
      shareProblem(validation: 0.5, test: 0.5),
      "shares of 0.5 and 0.5 leave nothing to learn from: they are 0 or more, and together below 1")
  }
}
