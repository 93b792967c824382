import CourseTesting
import WarmUp
import XCTest

/// Exercise 0.3: how long a memory takes to learn the news.
final class WaitingTests: ExerciseTestCase {
  private static let shares = [0.5, 0.9, 0.99, 0.999]

  /// Measured: from 18 degrees on the way to 14.
  private func measured(_ keep: Double) -> Int {
    var (belief, readings) = (18.0, 0)
    while belief > 16 {
      belief = keep * belief + (1 - keep) * 14
      readings += 1
    }
    return readings
  }

  private func expectGuess(_ place: Int, line: UInt = #line) {
    let guesses = readingsToHalfway()
    expect(
      guesses.count == 4,
      orSay: "\(guesses.count) guesses; there are four shares.\n    \(Mistake.notFour.sentence)",
      line: line)
    if guesses.count != 4 { return }
    let right = Self.shares.map(measured)
    let (guess, now) = (guesses[place], right[place])
    // Within a quarter, and never less than exactly where one reading is enough.
    let isNear = abs(guess - now) * 4 <= now
    expect(
      isNear,
      // The number itself would be the next guess.
      orSay: "keep \(Self.shares[place]): your guess is \(guess) readings, and it takes "
        + (guess < now ? "more" : "fewer") + ".\n    \(Self.cause(guesses, right).sentence)",
      line: line)
  }

  private static func cause(_ guesses: [Int], _ right: [Int]) -> Mistake {
    if guesses == [2, 10, 100, 1000] { return .oneOverTheRest }
    if guesses[2] <= guesses[1] * 2 { return .aLittleMore }
    return zip(guesses, right).allSatisfy { $0 >= $1 } ? .tooSlow : .tooFast
  }

  func test_0_3_keepAHalf() { expectGuess(0) }
  func test_0_3_keepNineTenths() { expectGuess(1) }
  func test_0_3_keepNinetyNineHundredths() { expectGuess(2) }
  func test_0_3_keepAllButAThousandth() { expectGuess(3) }
}
