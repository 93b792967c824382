import CourseTesting
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.3: stop in time, and go back. A model is here the number of its look, counted from 1.
final class EarlyStoppingTests: ExerciseTestCase {
  /// What a watch holds and says after each look.
  private struct Story: Equatable {
    var stops: [Bool] = []
    var best: [Int] = []
    var lowest: [Double] = []
    var since: [Int] = []
  }

  private func yours(_ losses: [Double], patience: Int) -> Story {
    var (watch, story) = (EarlyStopping<Int>(patience: patience), Story())
    for (index, loss) in losses.enumerated() {
      story.stops.append(watch.stops(after: index + 1, loss: loss))
      story.best.append(watch.best ?? 0)
      story.lowest.append(watch.lowestLoss)
      story.since.append(watch.looksSince)
    }
    return story
  }

  /// The variations of the rule; as it stands it is right.
  private struct Rule {
    var isLower: (_ loss: Double, _ lowest: Double, _ last: Double) -> Bool = {
      $0 < $1 && $2 == $2
    }
    var resets = true
    var keepsLast = false
    var stopsAt: (_ since: Int, _ patience: Int) -> Bool = { $0 >= $1 }
    var notes = true
    var notesLast = false

    func story(_ losses: [Double], patience: Int) -> Story {
      var (story, best, lowest, since, last) = (Story(), 0, Double.infinity, 0, Double.infinity)
      for (index, loss) in losses.enumerated() {
        if isLower(loss, lowest, last.isNaN ? .infinity : last) {
          best = index + 1
          if notes { lowest = loss }
          if resets { since = 0 }
        } else {
          since += 1
        }
        if keepsLast { best = index + 1 }
        last = loss
        if notesLast { lowest = loss }
        story.stops.append(stopsAt(since, patience))
        story.best.append(best)
        story.lowest.append(lowest)
        story.since.append(since)
      }
      return story
    }
  }

  private var mistaken: [(mistake: Mistake, rule: Rule)] {
    [
      (.lastOneKept, Rule(keepsLast: true)),
      (.neverReset, Rule(resets: false)),
      (.oneLookLate, Rule(stopsAt: { $0 > $1 })),
      (.oneLookEarly, Rule(stopsAt: { $0 >= $1 - 1 })),
      (.againstTheLast, Rule(isLower: { loss, _, last in loss < last }, notesLast: true)),
      (.tiesCount, Rule(isLower: { loss, lowest, _ in loss <= lowest })),
      (.noNumberWins, Rule(isLower: { loss, lowest, _ in !(loss >= lowest) })),
      (.lowestNotNoted, Rule(notes: false)),
      (.atOnce, Rule(stopsAt: { since, _ in since >= 1 })),
      (.neverStops, Rule(stopsAt: { _, _ in false })),
    ]
  }

  private func expectStory(
    _ losses: [Double], patience: Int, equals expected: Story? = nil, line: UInt = #line
  ) {
    let (story, right) = (
      yours(losses, patience: patience), expected ?? Rule().story(losses, patience: patience)
    )
    // A watch that is wrong in one thing is right in others: all of it together says which it is.
    let telling = [5, 6, 6.5, .nan, 4, 4.5, 4, 3.9, 4.1, 3.9, 4.2, 4.1, 4.0, 9, 9, 9, 9]
    let known = mistaken.first { it in
      same(it.rule.story(losses, patience: patience), story)
        && same(it.rule.story(telling, patience: 4), yours(telling, patience: 4))
    }?.mistake
    let hint = known.map { "\n    \($0.sentence)" } ?? ""
    let list = losses.map { $0.isNaN ? "no number" : "\($0)" }.joined(separator: ", ")
    func compare<Value>(_ yours: [Value], _ right: [Value], _ name: String) {
      let isRight = "\(yours)" == "\(right)"
      expect(
        isRight,
        orSay: "losses \(list), patience \(patience): \(name) is \(yours), should be "
          + "\(right)\(hint)", line: line)
    }
    compare(story.best, right.best, "the look that `best` comes from, after each look,")
    compare(story.stops, right.stops, "whether to stop, after each look,")
    compare(story.lowest, right.lowest, "`lowestLoss` after each look")
    compare(story.since, right.since, "`looksSince` after each look")
  }

  private func same(_ one: Story, _ other: Story) -> Bool { "\(one)" == "\(other)" }

  func test_12_3_theWorkedExample() {
    // By hand in chapter 12: the lowest loss is that of the third look.
    expectStory(
      [0.69, 0.60, 0.52, 0.55, 0.53, 0.58], patience: 3,
      equals: Story(
        stops: [false, false, false, false, false, true], best: [1, 2, 3, 3, 3, 3],
        lowest: [0.69, 0.60, 0.52, 0.52, 0.52, 0.52], since: [0, 0, 0, 1, 2, 3]))
  }

  func test_12_3_aNewLowestLossBeginsTheCountAgain() {
    expectStory([5, 6, 6.5, 4, 4.5, 4.2, 3, 3.5, 3.4, 3.3], patience: 3)
  }

  func test_12_3_fallingIsNotEnough() {
    // Each loss but the second is lower than the one before it.
    expectStory([1, 9, 8, 7, 6, 5], patience: 4)
  }

  func test_12_3_aTieIsNoImprovement() { expectStory([2, 2, 2, 1, 1], patience: 2) }

  func test_12_3_noNumberIsNoLowestLoss() {
    expectStory([.nan, 3, .nan, 2.5, .nan, .nan], patience: 2)
  }

  func test_12_3_aPatienceOfOne() { expectStory([3, 2, 1, 2, 0.5], patience: 1) }

  func test_12_3_randomLosses() {
    trials(30) { generator in
      let losses = (0..<15).map { _ in Double(generator.integer(below: 8)) }
      expectStory(losses, patience: 1 + generator.integer(below: 5))
    }
  }
}
