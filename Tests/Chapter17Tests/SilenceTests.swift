import CourseTesting
import Forecasting
import LinearAlgebra
import XCTest

/// Exercise 17.9: what does silence say?
final class SilenceTests: ExerciseTestCase {
  /// Counted at 200,000 steps.
  private struct Station {
    var (silent, silentStorms, heard, heardStorms) = (0.0, 0.0, 0.0, 0.0)
    /// Degrees below fair weather, where readings are lost by other storms.
    var (elsewhere, cold) = (0.0, 0.0)

    init() {
      var generator = SeededGenerator(seed: 17)
      for _ in 0..<200_000 {
        let storms = generator.uniform() < 0.2
        let isLost = generator.uniform() < (storms ? 0.6 : 0.03)
        if isLost { (silent, silentStorms) = (silent + 1, silentStorms + (storms ? 1 : 0)) }
        if !isLost { (heard, heardStorms) = (heard + 1, heardStorms + (storms ? 1 : 0)) }
        let other = generator.uniform() < 0.2
        if generator.uniform() < (other ? 0.6 : 0.03) {
          (elsewhere, cold) = (elsewhere + 1, cold + (storms ? 6 : 0))
        }
      }
    }

    var tooCold: Double { 6 * silentStorms / silent - cold / elsewhere }
  }

  func test_17_9_aStormWhereNothingWasHeard() {
    let station = Station()
    expectGuess(
      silenceGuesses().stormIfSilent, "probability of a storm, given silence",
      near: station.silentStorms / station.silent, within: 0.05,
      [
        (.theOtherWayRound, 0.57...0.63), (.silenceSaysNothing, 0.1...0.3),
        (.silenceIsAStorm, 0.95...1), (.inHundredths, 1.01...100),
      ])
  }

  func test_17_9_aStormWhereSomethingWasHeard() {
    let station = Station()
    expectGuess(
      silenceGuesses().stormIfHeard, "probability of a storm, given a reading",
      near: station.heardStorms / station.heard, within: 0.03,
      [
        (.readingsSayNothing, 0.17...0.25), (.stormsThatAreHeard, 0.35...0.45),
        (.readingIsFairWeather, 0...0.05), (.inHundredths, 1.01...100),
      ])
  }

  func test_17_9_silenceOfAnotherValley() {
    let station = Station()
    expectGuess(
      silenceGuesses().tooCold, "degrees too cold, in another valley's silence",
      near: station.tooCold, within: 0.5,
      [
        (.stormsComeAnyway, 4.7...5.3), (.sureOfAStorm, 5.4...6.5), (.tooWarmInstead, -10 ... -0.1),
        (.noDegreesAtAll, 0...0.5),
      ])
  }
}
