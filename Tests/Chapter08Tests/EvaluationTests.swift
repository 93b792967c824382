import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import LanguageModel

/// Exercise 8.5: the loss of a whole text.
final class EvaluationTests: ExerciseTestCase {

  // MARK: 8.5

  private struct Case {
    var model: Toy
    var windows: [Window]

    /// Four steps, four, and one, in three rows.
    static let telling: Case = {
      var generator = SeededGenerator(seed: 85)
      return Case(
        model: generator.toy(4, spread: 2),
        windows: Reference.windows(generator.symbols(28, below: 4), rows: 3, length: 4))
    }()
  }

  private func expectLoss(_ model: Toy, _ windows: [Window], line: UInt = #line) {
    let it = Case(model: model, windows: windows)
    let right = Reference.mean(Reference.surprises(model, windows).flatMap { $0 })
    let sizes = windows.map { "\($0.length)×\($0.rows)" }.joined(separator: ", ")
    expect(
      model.loss(of: windows), "loss of windows of \(sizes) steps and rows", equals: right,
      mistakes: explanation(
        in: [it, .telling], yours: { $0.model.loss(of: $0.windows) }, mistakes: mistakesOfLoss),
      line: line)
  }

  private func mistakesOfLoss(_ it: Case) -> KeyValuePairs<Mistake, Double> {
    let (model, windows) = (it.model, it.windows)
    let surprises = Reference.surprises(model, windows)
    let resets = Reference.surprises(model, windows, resets: true)
    let all = surprises.flatMap { $0 }
    let (count, rows) = (Double(all.count), Double(windows[0].rows))
    let steps = count / rows
    let sum: Double = all.reduce(0, +)
    let right = sum / count
    let means = surprises.map(Reference.mean)
    let sumOfMeans: Double = means.reduce(0, +)
    let asLongAsTheFirst = sumOfMeans * Double(surprises[0].count) / count
    let withoutLast = Reference.mean(surprises.dropLast().flatMap { $0 })
    let withoutFirst = Reference.mean(surprises.dropFirst().flatMap { $0 })
    return [
      .stateNotCarried: Reference.mean(resets.flatMap { $0 }),
      .meanOfMeans: Reference.mean(means),
      .meanOfMeansWithoutState: Reference.mean(resets.map(Reference.mean)),
      .sum: sum,
      .sumOfMeans: sumOfMeans,
      .dividedByWindows: sum / Double(windows.count),
      .dividedBySteps: sum / steps,
      .weighedBySteps: right / rows,
      .weighedAsTheFirst: asLongAsTheFirst,
      .lastWindowAlone: means[means.count - 1],
      .firstWindowAlone: means[0],
      .lastWindowMissing: withoutLast,
      .firstWindowMissing: withoutFirst,
      .perplexity: Foundation.exp(right),
      .inBits: right / Foundation.log(2),
    ]
  }

  func test_8_5_lossMatchesPlainLoops() {
    trials(50) { generator in
      let size = 1 + generator.size(4)
      let rows = generator.size(4)
      let text = generator.symbols(rows + generator.size(40), below: size)
      expectLoss(
        generator.toy(size), Reference.windows(text, rows: rows, length: generator.size(6)))
    }
  }

  func test_8_5_theLastWindowMayBeShort() {
    // Three steps and one: the short window's surprise is a quarter of the loss, and not half.
    trials(10) { generator in
      let text = generator.symbols(9, below: 3)
      expectLoss(generator.toy(3), Reference.windows(text, rows: 2, length: 3))
    }
  }

  func test_8_5_theStateIsCarried() {
    // However the text is cut, it holds the same surprise.
    trials(10) { generator in
      let text = generator.symbols(25, below: 3)
      let model = generator.toy(3, spread: 2)
      for length in [24, 12, 8, 6, 1] {
        expectLoss(model, Reference.windows(text, rows: 1, length: length))
      }
    }
  }

  func test_8_5_theEvenGuessLosesTheLogarithmOfTheVocabulary() {
    let model = Toy(table: Matrix(rows: 4, columns: 4), bias: Matrix(rows: 1, columns: 4))
    let cut = Reference.windows([0, 1, 2, 3, 0, 1, 2, 3, 0, 1], rows: 3, length: 2)
    expect(
      model.loss(of: cut), "loss of an even guess among 4 symbols, log 4",
      equals: 1.3862943611, within: 1e-9,
      mistakes: [
        .sum: 9 * Foundation.log(4.0),
        .sumOfMeans: 2 * Foundation.log(4.0),
        .dividedBySteps: 3 * Foundation.log(4.0),
        .inBits: 2,
        .perplexity: 4,
      ])
    expectLoss(model, cut)
  }
}
