import CourseTesting
import LinearAlgebra
import Regularisation
import XCTest

/// Exercise 12.1: three parts.
final class ThreePartsTests: ExerciseTestCase {
  /// Data whose groups come in any order, some of them larger than others.
  private func groups(
    _ count: Int, of numbers: Int, using generator: inout SeededGenerator
  ) -> [Int] {
    (0..<count).map { _ in
      // The product makes some numbers rarer than others.
      7 * (generator.integer(below: numbers) * generator.integer(below: numbers) / numbers) - 20
    }
  }

  private func parts(
    _ groups: [Int], _ validation: Double, _ test: Double, seed: UInt64 = 1
  ) -> ThreeParts {
    var generator = SeededGenerator(seed: seed)
    return threeParts(groups: groups, validation: validation, test: test, using: &generator)
  }

  private func expectPartition(_ groups: [Int], _ parts: ThreeParts, line: UInt = #line) {
    let all = parts.training + parts.validation + parts.test
    let strangers = all.filter { !groups.indices.contains($0) }
    expect(
      strangers.isEmpty,
      orSay: "place \(strangers.first ?? 0) of \(groups.count) examples.\n    "
        + Mistake.groupsForPlaces.sentence, line: line)
    let (twice, missing) = (
      all.count - Set(all).count, groups.indices.filter { !all.contains($0) }
    )
    expect(
      twice == 0, orSay: "\(twice) places stand twice.\n    \(Mistake.twice.sentence)", line: line)
    expect(
      missing.isEmpty,
      orSay: "place \(missing.first ?? 0) stands in no part.\n    \(Mistake.lost.sentence)",
      line: line)
    for (name, part) in [
      ("training", parts.training), ("validation", parts.validation), ("test", parts.test),
    ] {
      expect(
        part == part.sorted(),
        orSay: "\(name) is not in ascending order.\n    \(Mistake.notInOrder.sentence)", line: line)
    }
  }

  /// A group of which examples stand in two parts; nil where there is none, or where the parts are
  /// none.
  private func divided(_ groups: [Int], _ parts: ThreeParts) -> Int? {
    let all = [parts.training, parts.validation, parts.test]
    let places = all.flatMap { $0 }
    guard Set(places).count == places.count, places.allSatisfy(groups.indices.contains) else {
      return nil
    }
    let numbers = all.map { part in Set(part.map { groups[$0] }) }
    return Set(groups).sorted().first { group in numbers.count { $0.contains(group) } > 1 }
  }

  private func expectWhole(_ groups: [Int], line: UInt = #line) {
    let group = divided(groups, parts(groups, 0.2, 0.3))
    let sorted = groups.sorted()
    let known: Mistake =
      divided(sorted, parts(sorted, 0.2, 0.3)) == nil ? .groupsDividedOrApart : .groupsDivided
    expect(
      group == nil,
      orSay: "group \(group ?? 0) stands in two parts.\n    \(known.sentence)", line: line)
  }

  func test_12_1_eachExampleIsInOnePart() {
    trials(20) { generator in
      let groups = groups(60, of: 12, using: &generator)
      expectPartition(groups, parts(groups, 0.2, 0.3))
    }
  }

  func test_12_1_groupsThatFollowEachOtherStayTogether() {
    trials(20) { generator in
      let groups = groups(60, of: 12, using: &generator).sorted()
      expectWhole(groups)
    }
  }

  func test_12_1_scatteredGroupsStayTogether() {
    trials(20) { generator in
      let groups = groups(60, of: 12, using: &generator)
      expectWhole(groups)
    }
  }

  func test_12_1_sharesAreOfExamples() {
    // A group of forty, and sixty of one.
    let groups = Array(repeating: 0, count: 40) + Array(1...60)
    for seed in 1...10 as ClosedRange<UInt64> {
      let parts = parts(groups, 0.3, 0.25, seed: seed)
      for (name, part, share) in [
        ("test", parts.test, 0.25), ("validation", parts.validation, 0.3),
      ] {
        let wanted = share * 100
        let hasLarge = part.contains(0)
        let count = part.count - (hasLarge ? 39 : 0)
        let isOfGroups = [(share * 61).rounded(.down), (share * 61).rounded(.up)]
          .contains(Double(count))
        expect(
          Double(part.count) >= wanted && Double(part.count - (hasLarge ? 40 : 1)) < wanted,
          orSay: "\(name): \(part.count) of 100 examples, in \(count) groups of 61; the share is "
            + "\(share) (seed \(seed))."
            + (isOfGroups ? "\n    \(Mistake.sharesOfGroups.sentence)" : ""))
      }
    }
  }

  func test_12_1_groupsOfThree() {
    // A quarter of 102 examples is 25.5: nine groups.
    let parts = parts((0..<102).map { $0 / 3 }, 0.2, 0.25)
    expect(
      [parts.training, parts.validation, parts.test].map(\.count),
      "sizes of training, validation and test of 34 groups of three", is: [54, 21, 27],
      mistakes: [
        .sharesExchanged: [54, 27, 21], .shareOfTheRest: [57, 18, 27],
        .shareOfTheRest: [60, 15, 27], .tooSmall: [60, 18, 24],
        .tooLarge: [48, 24, 30],
      ])
  }

  func test_12_1_groupsOfOneMakeExactShares() {
    let parts = parts(Array(0..<40), 0.25, 0.2)
    expect(
      [parts.training, parts.validation, parts.test].map(\.count),
      "sizes of training, validation and test of forty groups of one", is: [22, 10, 8],
      mistakes: [
        .sharesExchanged: [22, 8, 10], .shareOfTheRest: [24, 8, 8], .oneTooMany: [20, 11, 9],
        .tooLarge: [16, 13, 11],
      ])
  }

  func test_12_1_noShareNoPart() {
    let groups = [3, 3, 1, 1, 2]
    expect(
      [parts(groups, 0, 0).training, parts(groups, 0.2, 0).test, parts(groups, 0, 0.2).validation],
      "training without shares, test and validation without theirs",
      is: [[0, 1, 2, 3, 4], [], []])
  }

  func test_12_1_anotherRunDividesAlike() {
    // Other names for the same groups: whoever goes by their order in the data, or by their sorted
    // numbers, divides alike. The order of a set hangs on its members, and on the run.
    trials(10) { generator in
      let groups = groups(80, of: 30, using: &generator)
      let found = parts(groups, 0.2, 0.3, seed: 5)
      let renamed = parts(groups.map { $0 + 1_000 }, 0.2, 0.3, seed: 5)
      // Other tests tell of dice of one's own, and of groups in the place of places.
      let all = found.training + found.validation + found.test
      let isOther =
        all.sorted() != Array(groups.indices) || found != parts(groups, 0.2, 0.3, seed: 5)
      expect(
        isOther || found == renamed,
        orSay: "with 1,000 added to each group's number, the parts are others.\n    "
          + Mistake.orderOfASet.sentence)
    }
  }

  func test_12_1_chanceDecides() {
    // Ten groups of four, of which two go into the test part.
    let groups = (0..<40).map { $0 / 4 }
    let all = (1...60).map { parts(groups, 0.2, 0.2, seed: UInt64($0)) }
    let areParts = all.allSatisfy {
      ($0.training + $0.validation + $0.test).sorted() == Array(groups.indices)
    }
    expect(areParts, orSay: "an example stands in no part, or in two")
    if !areParts { return }
    let drawn = all.map { Set($0.test.map { groups[$0] }) }
    let never = (0..<10).filter { group in !drawn.contains { $0.contains(group) } }
    expect(
      never.isEmpty,
      orSay: "with 60 seeds, group \(never.first ?? 0) is never in the test part.\n    "
        + Mistake.noChance.sentence)
    let (one, again) = (parts(groups, 0.2, 0.2, seed: 9), parts(groups, 0.2, 0.2, seed: 9))
    expect(one == again, orSay: "two calls with one seed differ.\n    \(Mistake.ownDice.sentence)")
  }
}
