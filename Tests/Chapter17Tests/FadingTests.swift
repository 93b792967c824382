import CourseTesting
import Forecasting
import Foundation
import LinearAlgebra
import XCTest

/// Exercises 17.4 and 17.5: a guess that fades, and back through it.
final class FadingTests: ExerciseTestCase {
  private func filled(_ it: PlainFading) -> Matrix { it.fading.filled(it.step) }

  private func expectFilled(_ it: PlainFading, within: Double = 1e-9, line: UInt = #line) {
    expect(
      filled(it), "what the network reads", equals: it.filled(),
      within: within,
      mistakes: [
        .growsInsteadOfFading: it.filled(left: { Foundation.exp(max(0, $0)) }),
        .moreThanWasRead: it.filled(left: { Foundation.exp(-$0) }),
        .readingsFade: it.filled(isMasked: false),
        .theOtherShare: it.filled(left: { 1 - Foundation.exp(-max(0, $0)) }),
        .straightDown: it.filled(left: { 1 - max(0, $0) }),
        .maskTurnedRound: it.filled(maskedAs: { 1 - $0 }),
        .readingsLost: it.filled(ofReading: 0),
        .biasLeftOut: it.without(bias: true).filled(),
      ],
      suppositions: suppose("δ", it.step.since) { it.with(since: $0).filled() }, line: line)
  }

  func test_17_4_theWorkedExample() {
    // Chapter 17: with r = 0.223, 0.8 of 6 is 4.8 after one step, then 3.84 and 3.072.
    let keep = -Foundation.log(0.8)
    for (since, right) in [(1.0, 4.8), (2, 3.84), (3, 3.072)] {
      let it = PlainFading(
        fading: FadingInput(rate: [[keep]], bias: [[0]]),
        step: GapStep(carried: [[6]], mask: [[0]], since: [[since]]))
      expect(filled(it), "6, read \(since) steps ago", equals: [[right]], within: 1e-9)
      expectFilled(it)
    }
  }

  func test_17_4_readingsAreReadAsTheyAre() {
    trials(5) { generator in
      var it = PlainFading.random(rows: 4, features: 2, using: &generator)
      it.step.mask = Matrix(rows: 4, columns: 2, repeating: 1)
      expectFilled(it)
    }
  }

  func test_17_4_nothingGrows() {
    // A negative exponent would make more of a reading than there was.
    trials(5) { generator in
      var it = PlainFading.random(rows: 5, features: 2, using: &generator)
      it.fading.bias = Matrix(row: [-1.5, -8])
      it.step.mask = it.step.mask.filledWithZeros
      expectFilled(it)
    }
  }

  func test_17_4_severalFeatures() {
    trials(10) { generator in
      expectFilled(PlainFading.random(rows: 4, features: 3, using: &generator))
    }
  }

  func test_17_4_asInPyTorch() throws {
    for golden in try GoldenForecasting.decoded().fading {
      expect(
        golden.fading.filled(golden.step), "what the network reads",
        equals: Matrix(golden.filled), within: 1e-10)
    }
  }

  // MARK: Backwards

  private func expectGradients(
    _ it: PlainFading, using generator: inout SeededGenerator, line: UInt = #line
  ) {
    let (rows, features) = (it.step.carried.rows, it.step.carried.columns)
    let weights = Matrix.normal(rows: rows, columns: features, using: &generator)
    let found = it.fading.gradients(it.step, filledGradient: weights)
    let right = it.gradients(weights)
    func numbers(
      sign: Double = 1, ofReadings: Bool = false, stops: Bool = true, left: Bool = true,
      carried: Bool = true, since: Bool = true, share: Double = 1
    ) -> [Matrix] {
      it.gradients(weights) { term in
        if term.exponent <= 0 && stops || term.mask == 1 && !ofReadings { return 0 }
        let faded = left ? Foundation.exp(-max(0, term.exponent)) : 1
        return -sign * share * faded * (carried ? term.carried : 1)
          * (term.isRate && since ? term.since : 1)
      }
    }
    expect(
      [found.rate, found.bias], "dr and db", equals: right, within: 1e-6,
      mistakes: [
        .slopeUphill: numbers(sign: -1),
        .readingsTellToo: numbers(ofReadings: true),
        .tellsBelowZero: numbers(stops: false),
        .shareForgotten: numbers(left: false),
        .readingForgotten: numbers(carried: false),
        .timeForgotten: numbers(since: false),
        .meanOfRows: numbers(share: 1 / Double(rows)),
      ], line: line)
  }

  func test_17_5_oneFeature() {
    trials(8) { generator in
      let it = PlainFading.random(rows: 3, features: 1, using: &generator)
      expectGradients(it, using: &generator)
    }
  }

  func test_17_5_severalFeatures() {
    trials(8) { generator in
      let it = PlainFading.random(rows: 5, features: 3, using: &generator)
      expectGradients(it, using: &generator)
    }
  }

  func test_17_5_whatDoesNotFadeLearnsNothing() {
    trials(4) { generator in
      var it = PlainFading.random(rows: 4, features: 2, using: &generator)
      it.fading.bias = Matrix(row: [-9, 0.5])
      expectGradients(it, using: &generator)
    }
  }

  func test_17_5_asInPyTorch() throws {
    for golden in try GoldenForecasting.decoded().fading {
      let found = golden.fading.gradients(golden.step, filledGradient: Matrix(golden.weights))
      expect(
        [found.rate, found.bias], "dr and db",
        equals: golden.gradients.map { Matrix($0) }, within: 1e-10)
    }
  }
}
