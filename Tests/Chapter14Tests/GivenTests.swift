import CourseTesting
import LinearAlgebra
import Optimizers
import UnequalLengths
import XCTest

@testable import Classification

/// What the chapter gives: the world of reviews, and what learns from them.
final class GivenTests: XCTestCase {
  private func verdict(_ text: String) -> Bool? {
    Reviews.symbols(of: text).flatMap { Reviews.verdict(of: $0) }
  }

  func testVerdicts() {
    // Of each form, as a reader understands it.
    let praise = [
      "the film was good", "i found the play quite funny", "it was not dull",
      "the film was dull but good", "it was not dull but good", "the book was good, not dull",
      "they called it weak; it was funny", "it was warm; they called it silly",
      "though poor, the play seemed lovely", "the play was clever though bad",
      "the film was good. it rained all the way home. we sat near the door",
    ]
    for text in praise {
      XCTAssertEqual(verdict(text), true, text)
      var turned = Reviews.symbols(of: text) ?? []
      for (place, word) in turned.enumerated() {
        for (list, other) in [
          (Reviews.praise, Reviews.blame), (Reviews.blame, Reviews.praise),
        ] {
          guard let index = list.firstIndex(of: Reviews.vocabulary[word]) else { continue }
          turned[place] = Reviews.vocabulary.firstIndex(of: other[index]) ?? 0
        }
      }
      XCTAssertEqual(Reviews.verdict(of: turned), false, Reviews.text(of: turned))
    }
    XCTAssertEqual(verdict("it was not not good"), true)
    XCTAssertEqual(verdict("it was good but dull but warm"), true)
    for text in ["it rained all the way home", "they called it good", "not", ""] {
      XCTAssertNil(verdict(text), text)
    }
  }

  func testTwinsHaveTheSameWordsAndOppositeVerdicts() {
    var generator = SeededGenerator(seed: 3)
    let reviews = Reviews.twins(300, using: &generator)
    XCTAssertEqual(reviews.count, 600)
    for pair in stride(from: 0, to: 600, by: 2) {
      let (first, second) = (reviews[pair], reviews[pair + 1])
      XCTAssertEqual(first.words.sorted(), second.words.sorted())
      XCTAssertNotEqual(first.isPraise, second.isPraise, Reviews.text(of: first.words))
      XCTAssertEqual(Reviews.verdict(of: first.words), first.isPraise)
      XCTAssertEqual(Reviews.verdict(of: second.words), second.isPraise)
    }
    let praised = stride(from: 0, to: 600, by: 2).count { reviews[$0].isPraise }
    XCTAssertTrue((110...190).contains(praised), "\(praised)")
  }

  func testABagIsRightAboutHalfOfAllTwins() {
    var generator = SeededGenerator(seed: 4)
    var (bag, optimizer) = (BagReviewer(), Adam(learningRate: 0.05))
    for _ in 0..<20 {
      bag.train(on: Reviews.mixed(32, using: &generator), with: &optimizer)
      let twins = Reviews.twins(50, using: &generator)
      XCTAssertEqual(bag.accuracy(on: twins), 0.5)
    }
  }

  func testPlainReviews() {
    var generator = SeededGenerator(seed: 5)
    let reviews = Reviews.plain(2_000, using: &generator)
    let turned = reviews.count { $0.words.contains { Reviews.vocabulary[$0] == "not" } }
    XCTAssertTrue((420...580).contains(turned), "\(turned)")
    XCTAssertTrue((900...1_100).contains(reviews.count { $0.isPraise }))
    for review in reviews { XCTAssertEqual(Reviews.verdict(of: review.words), review.isPraise) }
  }

  func testWhatFollowsChangesNoVerdict() {
    var generator = SeededGenerator(seed: 6)
    for review in Reviews.mixed(100, using: &generator) {
      let longer = Reviews.followed(review, by: 4, using: &generator)
      XCTAssertEqual(Array(longer.words.prefix(review.words.count)), review.words)
      XCTAssertEqual(longer.isPraise, review.isPraise)
      XCTAssertEqual(Reviews.verdict(of: longer.words), review.isPraise)
      XCTAssertEqual(longer.asides, 4)
    }
  }

  func testOneReviewInTenComplains() {
    var generator = SeededGenerator(seed: 11)
    let reviews = Reviews.mostlyPraise(3_000, using: &generator)
    XCTAssertEqual(reviews.count, 3_000)
    XCTAssertTrue((240...360).contains(reviews.count { !$0.isPraise }))
  }

  func testTexts() {
    XCTAssertEqual(Set(Reviews.vocabulary).count, Reviews.vocabulary.count)
    XCTAssertEqual(
      Reviews.split("good,not  dull ; it."), ["good", ",", "not", "dull", ";", "it", "."])
    let symbols = Reviews.symbols(of: "they called it weak; it was funny") ?? []
    XCTAssertEqual(Reviews.text(of: symbols), "they called it weak ; it was funny")
    XCTAssertNil(Reviews.symbols(of: "the film was excellent"))
    XCTAssertNil(Reviews.symbols(of: "·"))
  }

  func testPartsAndPasses() {
    let parts = ReviewParts(30, followedBy: 1...2, seed: 7)
    XCTAssertEqual([parts.training.count, parts.test.count], [30, 500])
    XCTAssertEqual(parts, ReviewParts(30, followedBy: 1...2, seed: 7))
    let counts = Set(parts.test.map { $0.asides })
    XCTAssertEqual(counts, [1, 2])
    func learnt() -> Reviewer {
      var generator = SeededGenerator(seed: 8)
      var model = Reviewer(hiddenSize: 3, readout: .mean, using: &generator)
      model.study(parts.training, updates: 3, using: &generator)
      return model
    }
    XCTAssertEqual(learnt(), learnt())
  }

  func testAReviewerLearnsByTheGradientOfItsLoss() {
    for readout in Readout.allCases {
      var generator = SeededGenerator(seed: 9)
      let reviews = ReviewParts(4, followedBy: 0...1, seed: 9).training
      let model = Reviewer(hiddenSize: 2, readout: readout, using: &generator)
      let right = measured(model.parameters) { parameters in
        var moved = model
        moved.parameters = parameters
        return binaryCrossEntropy(moved.logits(reviews.batch), targets: reviews.labels).loss
      }
      var (trained, recorder) = (model, Recorder())
      trained.train(on: reviews.batch, labels: reviews.labels, with: &recorder)
      for (found, gradient) in zip(recorder.gradients, right) {
        for (one, other) in zip(found.values, gradient.values) {
          XCTAssertEqual(one, other, accuracy: 1e-7)
        }
      }
    }
  }

  func testTrainedNetworksAreTheirNumbers() {
    var generator = SeededGenerator(seed: 10)
    let trained = TrainedReviewers(
      bag: BagReviewer(),
      reviewers: TrainedReviewers.readouts.map {
        Reviewer(hiddenSize: 2, readout: $0, using: &generator)
      })
    XCTAssertEqual(TrainedReviewers(numbers: trained.numbers), trained)
    let largest = trained.numbers.dropFirst().map { abs($0) }.max() ?? 0
    let read = TrainedReviewers(bytes: trained.bytes)
    XCTAssertEqual(read.numbers[0], 2)
    for (one, other) in zip(read.numbers, trained.numbers) {
      XCTAssertEqual(one, other, accuracy: largest / 65_000)
    }
  }

  func testWhatCannotBeIsSaid() {
    XCTAssertEqual(
      readoutProblem(states: 0, masks: 0), "no states: there is nothing to read out")
    XCTAssertEqual(
      readoutProblem(states: 3, masks: 2), "3 states with 2 masks: each step needs one")
    XCTAssertEqual(
      binaryProblem([[1, 2]], targets: 1), "logits of 1×2: yes or no needs one column")
    XCTAssertEqual(
      binaryProblem([[1], [2]], targets: 1), "logits of 2×1 with 1 targets: each row needs one")
    XCTAssertEqual(
      answersProblem(truths: 2, answers: 3), "2 truths with 3 answers: each needs one")
    XCTAssertEqual(Confusion([[3, 1], [0, 4]]).accuracy, 7.0 / 8)
    XCTAssertEqual(Confusion([[0, 0], [0, 0]]).accuracy, 0)
  }
}

/// Keeps the gradients, and changes nothing.
private struct Recorder: Optimizer {
  var learningRate = 1.0
  var gradients: [Matrix] = []

  mutating func update(_ parameters: inout [Matrix], gradients: [Matrix]) {
    self.gradients = gradients
  }
}
