import CourseTesting
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.2: the best of fifty.
final class LuckTests: ExerciseTestCase {
  /// The validation accuracy of the best of fifty that guess, and its accuracy on as many other
  /// sentences: means of 200 such choices.
  private func measured(sentences: Int) -> (chosen: Double, later: Double) {
    var generator = SeededGenerator(seed: 12)
    func accuracy() -> Double {
      var right = 0
      for _ in 0..<sentences { right += generator.uniform() < 0.5 ? 1 : 0 }
      return Double(right) / Double(sentences)
    }
    var sums = (chosen: 0.0, later: 0.0)
    for _ in 0..<200 {
      var best = 0.0
      for _ in 0..<50 { best = max(best, accuracy()) }
      sums = (sums.chosen + best, sums.later + accuracy())
    }
    return (sums.chosen / 200, sums.later / 200)
  }

  func test_12_2_theChosenOne() {
    expectGuess(
      luckGuesses().chosen, "accuracy of the best of fifty on 100 sentences",
      near: measured(sentences: 100).chosen, within: 0.03,
      [(.noLuck, 0.45...0.56), (.tooMuchLuck, 0.66...1), (.inPerCent, 1.01...100)])
  }

  func test_12_2_theChosenOneLater() {
    expectGuess(
      luckGuesses().later, "accuracy of the same one on 100 other sentences",
      near: measured(sentences: 100).later, within: 0.02,
      [(.luckStays, 0.53...1), (.luckTurns, 0...0.47), (.inPerCent, 1.01...100)])
  }

  func test_12_2_aLargerPart() {
    expectGuess(
      luckGuesses().chosenByThousand, "accuracy of the best of fifty on 1,000 sentences",
      near: measured(sentences: 1_000).chosen, within: 0.012,
      [
        (.sizeDoesNotMatter, 0.58...1), (.tenTimesLess, 0.505...0.515),
        (.luckGone, 0.45...0.504), (.inPerCent, 1.01...100),
      ])
  }
}
