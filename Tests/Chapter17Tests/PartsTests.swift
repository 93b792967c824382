import CourseTesting
import Forecasting
import LinearAlgebra
import XCTest

/// Exercise 17.1: parts in time.
final class PartsTests: ExerciseTestCase {
  private struct Case {
    var (count, length, horizon) = (0, 0, 0)
    var (validationFrom, testFrom) = (0, 0)

    /// The parts, where a window from a place up to another belongs to that for which `isPart` says
    /// so of its borders.
    func parts(
      _ isPart: (_ start: Int, _ from: Int, _ to: Int) -> Bool, last: Int? = nil
    ) -> TimeParts {
      let places = 0...(last ?? count - length - horizon)
      func range(_ from: Int, _ to: Int) -> Range<Int> {
        let found = places.filter { isPart($0, from, to) }
        guard let first = found.first, let last = found.last else { return 0..<0 }
        return first..<last + 1
      }
      return TimeParts(
        training: range(0, validationFrom), validation: range(validationFrom, testFrom),
        test: range(testFrom, count))
    }

    /// Each part without its last window.
    var shortened: TimeParts {
      let all = [right.training, right.validation, right.test].map {
        $0.lowerBound..<$0.upperBound - 1
      }
      return TimeParts(training: all[0], validation: all[1], test: all[2])
    }

    /// Target by target.
    var right: TimeParts {
      parts { start, from, to in
        (start + length..<start + length + horizon).allSatisfy { from <= $0 && $0 < to }
      }
    }
  }

  private func expectParts(_ it: Case, line: UInt = #line) {
    let yours = timeParts(
      count: it.count, length: it.length, horizon: it.horizon,
      validationFrom: it.validationFrom, testFrom: it.testFrom)
    let (length, span) = (it.length, it.length + it.horizon)
    expect(
      yours,
      "\(it.count) readings, windows of \(it.length), \(it.horizon) ahead, parts from "
        + "\(it.validationFrom) and \(it.testFrom)", is: it.right,
      mistakes: [
        .goesByItsBeginning: it.parts { start, from, to in from <= start && start < to },
        .firstTargetDecides: it.parts { start, from, to in
          from <= start + length && start + length < to
        },
        .inputsToo: it.parts { start, from, to in from <= start && start + span <= to },
        .lastWindowLost: it.shortened,
        .beyondTheEnd: it.parts(
          { start, from, to in from <= start + length && start + length < to },
          last: it.count - length - 1),
        .straddlersKept: it.parts { start, from, to in
          (from == 0 || start + span > from) && start + span <= to
        },
      ], line: line)
  }

  func test_17_1_theWorkedExample() {
    // Chapter 17: 20 readings, windows of 4, 3 ahead, parts from 10 and 15.
    expectParts(Case(count: 20, length: 4, horizon: 3, validationFrom: 10, testFrom: 15))
  }

  func test_17_1_oneStepAhead() {
    expectParts(Case(count: 40, length: 6, horizon: 1, validationFrom: 20, testFrom: 30))
  }

  func test_17_1_fartherAheadThanTheWindowIsLong() {
    expectParts(Case(count: 60, length: 3, horizon: 7, validationFrom: 30, testFrom: 45))
  }

  func test_17_1_partsWithRoomForOneWindow() {
    expectParts(Case(count: 14, length: 4, horizon: 3, validationFrom: 7, testFrom: 10))
  }

  func test_17_1_randomSeries() {
    trials(20) { generator in
      let (length, horizon) = (
        2 + generator.integer(below: 6), 1 + generator.integer(below: 6)
      )
      let validation = length + horizon + generator.integer(below: 10)
      let test = validation + length + horizon + generator.integer(below: 10)
      expectParts(
        Case(
          count: test + length + horizon + generator.integer(below: 10), length: length,
          horizon: horizon, validationFrom: validation, testFrom: test))
    }
  }
}
