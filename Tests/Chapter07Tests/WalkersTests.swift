import CourseTesting
import Optimizers
import XCTest

/// Exercise 7.4: six walkers and their rules.
final class WalkersTests: ExerciseTestCase {
  private static let names = ["A", "B", "C", "D", "E", "F"]
  private static let right: [WalkingRule] = [
    .momentum, .rmsProp, .clippedDescent, .adamWithoutCorrection, .gradientDescent, .adam,
  ]

  /// Expects some of the walkers to have their rules. Where two are exchanged, the first of them is
  /// spoken of.
  private func expectRules(_ walkers: [Int], line: UInt = #line) {
    let yours = rulesOfTheWalkers()
    let missing = WalkingRule.allCases.filter { !yours.contains($0) }
    expect(
      missing.isEmpty && yours.count == 6,
      orSay: "\(yours.count) rules, without \(missing.map(\.rawValue).joined(separator: ", "))."
        + "\n    \(Mistake.ruleTwice.sentence)", line: line)
    guard missing.isEmpty, yours.count == 6,
      walkers.contains(where: { yours[$0] != Self.right[$0] }),
      let first = (0..<6).first(where: { yours[$0] != Self.right[$0] })
    else { return expect(true, orSay: "", line: line) }
    expect(
      false,
      orSay: "walker \(Self.names[first]) is not of the rule \(yours[first]).\n    "
        + evidence(first, yours[first]).sentence, line: line)
  }

  /// Why a walker cannot be of a rule.
  private func evidence(_ walker: Int, _ rule: WalkingRule) -> Mistake {
    let isAlong = [0, 2, 4].contains(walker)
    switch rule {
    case .gradientDescent where isAlong:
      return walker == 0 ? .tookTheBendForSlope : .tookTheCutForSlope
    case .momentum where isAlong: return .sawMemoryWhereThereIsNone
    case .clippedDescent where isAlong: return .sawClippingWhereItArrives
    case .rmsProp where !isAlong: return .sawNoArrival
    case .adam where !isAlong:
      return walker == 1 ? .tookTheRestlessForAdam : .tookTheFlawForAdam
    case .adamWithoutCorrection where !isAlong: return .sawTheFlawWhereThereIsNone
    case .gradientDescent, .momentum, .clippedDescent: return .tookTheDiagonalForSlope
    case .rmsProp, .adam, .adamWithoutCorrection: return .tookTheSlopeForDiagonal
    }
  }

  func test_7_4_eachRuleStandsOnce() { expectRules([]) }
  func test_7_4_whoSetsOutDownTheSlope() { expectRules([0, 2, 4]) }
  func test_7_4_whoSetsOutAlongTheDiagonal() { expectRules([1, 3, 5]) }
  func test_7_4_whoNeverArrives() { expectRules([1, 2]) }
  func test_7_4_whoRollsOn() { expectRules([0, 3]) }
}
