import CourseTesting
import XCTest

@testable import Translation

/// Exercise 16.5: how far is a word from its translation?
final class DistancesTests: ExerciseTestCase {
  private static let cases = [
    "the mean, read forwards", "the smallest, read forwards", "the mean, read backwards",
    "the smallest, read backwards",
  ]

  /// Counted step by step: when each word is read, and when its translation is written.
  private static let counted: [Double] = [false, true].flatMap { isBackwards in
    var (readAt, distances) = ([Int](repeating: 0, count: 10), [Int]())
    for step in 1...10 { readAt[isBackwards ? 10 - step : step - 1] = step }
    for word in 0..<10 { distances.append(11 + word - readAt[word]) }
    return [Double(distances.reduce(0, +)) / 10, Double(distances.min() ?? 0)]
  }

  func test_16_5_fourDistances() {
    let guesses = expectedDistances()
    expect(
      guesses.count == 4 && guesses.allSatisfy { (0...20).contains($0) },
      orSay: "four distances from 0 to 20 are wanted; yours are \(guesses)")
  }

  func test_16_5_forwards() {
    expectDistance(0)
    expectDistance(1)
  }

  func test_16_5_theMeanBackwards() { expectDistance(2) }
  func test_16_5_theSmallestBackwards() { expectDistance(3) }

  private func expectDistance(_ index: Int, line: UInt = #line) {
    let guesses = expectedDistances()
    guard guesses.count == 4, !guesses.contains(where: \.isNaN) else {
      return expect(false, orSay: "four distances are wanted", line: line)
    }
    // What a guess may be taken for, at each place.
    let likenesses: [[(Double, Mistake)]] = [
      [(9, .bothEndsMissed), (11, .oneStepTooMany), (5, .readingAlone)],
      [(9, .bothEndsMissed), (11, .oneStepTooMany), (1, .onlyBackwards)],
      [
        (5.5, .backwardsIsNearer), (5, .backwardsIsNearer), (1, .smallestForMean),
        (9, .bothEndsMissed), (11, .oneStepTooMany),
      ],
      [(0, .atTheSameStep), (10, .stillForwards), (19, .largestForSmallest), (2, .oneStepTooMany)],
    ]
    let fits = likenesses[index].filter { abs(guesses[index] - $0.0) < 1e-9 }
    expect(
      guesses[index], "distance \(index): \(Self.cases[index])", equals: Self.counted[index],
      mistakes: fits.isEmpty ? [:] : [fits[0].1: fits[0].0], line: line)
  }
}
