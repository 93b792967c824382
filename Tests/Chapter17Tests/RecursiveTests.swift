import CourseTesting
import Forecasting
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 17.6: one step, again and again.
final class RecursiveTests: ExerciseTestCase {
  private func expectForecasts(_ it: PlainForecaster, line: UInt = #line) {
    let yours = it.model.recursiveForecasts(it.batch)
    let horizon = it.batch.targets.columns
    let right = it.forecasts()
    expect(
      yours, "forecasts, step after step", equals: right,
      mistakes: [
        .lastReadingAgain: it.forecasts(reads: .lastReading),
        .targetsRead: it.forecasts(reads: .target),
        .firstForecastAgain: it.forecasts(reads: .firstForecast),
        .nothingRead: it.forecasts(reads: .nothing),
        .stateNotCarried: it.forecasts(carriesState: false),
        .freshState: it.forecasts(carriesState: false, fromZeros: true),
        .calendarOfTheStepBefore: it.forecasts(calendarMoved: -1),
        .calendarOfTheStepAfter: it.forecasts(calendarMoved: 1),
        .forecastIsNoReading: it.forecasts(mask: 0),
        .noTimeHasPassed: it.forecasts(since: 0),
        .sameForEveryStep: build(right.rows, horizon) { row, _ in right[row, 0] },
        .oneStepLate: it.forecasts(skips: 1),
        .backwardsInTime: build(right.rows, horizon) { right[$0, horizon - 1 - $1] },
      ], line: line)
  }

  func test_17_6_theFirstIsWhatTheModelSays() {
    trials(5) { generator in
      expectForecasts(PlainForecaster.random(horizon: 1, using: &generator))
    }
  }

  func test_17_6_twoSteps() {
    trials(8) { generator in
      expectForecasts(PlainForecaster.random(horizon: 2, using: &generator))
    }
  }

  func test_17_6_manySteps() {
    trials(8) { generator in
      expectForecasts(PlainForecaster.random(horizon: 5, using: &generator))
    }
  }

  func test_17_6_aModelThatIsToldNothingOfGaps() {
    trials(5) { generator in
      expectForecasts(PlainForecaster.random(.carried, horizon: 4, using: &generator))
    }
  }
}

/// A forecaster of one step and some windows, in plain loops.
struct PlainForecaster {
  var model: Forecaster
  var batch: WindowBatch

  enum Reads { case forecast, lastReading, target, firstForecast, nothing }

  static func random(
    _ way: GapWay = .timed, horizon: Int, using generator: inout SeededGenerator
  ) -> PlainForecaster {
    let (rows, length) = (3, 4)
    let model = Forecaster(way, horizon: 1, hiddenSize: 3, using: &generator)
    let steps = (0..<length).map { _ in
      GapStep(
        carried: .normal(rows: rows, columns: 1, using: &generator),
        mask: build(rows, 1) { _, _ in generator.uniform() < 0.5 ? 1 : 0 },
        since: build(rows, 1) { _, _ in Double(generator.integer(below: 5)) })
    }
    let calendar = (0..<length + horizon).map { _ in
      Matrix.normal(rows: rows, columns: 4, using: &generator)
    }
    return PlainForecaster(
      model: model,
      batch: WindowBatch(
        steps: steps, calendar: calendar,
        targets: .normal(rows: rows, columns: horizon, using: &generator)))
  }

  /// h and c of one row.
  private struct State {
    var hidden, cell: [Double]
  }

  /// The forecasts, or those of a mistake.
  func forecasts(
    reads: Reads = .forecast, carriesState: Bool = true, fromZeros: Bool = false,
    calendarMoved moved: Int = 0, mask: Double = 1, since: Double = 1, skips: Int = 0
  ) -> Matrix {
    let (length, horizon) = (batch.steps.count, batch.targets.columns)
    let rows = (0..<batch.targets.rows).map { row -> [Double] in
      let zeros = State(hidden: [0, 0, 0], cell: [0, 0, 0])
      var state = zeros
      for step in 0..<length {
        let one = batch.steps[step]
        state = next(
          state, one.carried[row, 0], one.mask[row, 0], one.since[row, 0],
          batch.calendar[step].row(row).values)
      }
      let window = state
      var said = [answer(state)]
      for ahead in 1..<max(1, horizon + skips) {
        let value: Double
        switch reads {
        case .forecast: value = said[ahead - 1]
        case .lastReading: value = batch.steps[length - 1].carried[row, 0]
        case .target: value = batch.targets[row, min(ahead, horizon) - 1]
        case .firstForecast: value = said[0]
        case .nothing: value = 0
        }
        let place = min(length + horizon - 1, length + ahead - 1 + moved)
        state = next(
          carriesState ? state : fromZeros ? zeros : window, value, mask, since,
          batch.calendar[place].row(row).values)
        said.append(answer(state))
      }
      return Array(said.suffix(horizon))
    }
    return Matrix(rows)
  }

  private func answer(_ state: State) -> Double {
    state.hidden.indices.reduce(model.output.bias[0, 0]) {
      $0 + state.hidden[$1] * model.output.weights[$1, 0]
    }
  }

  private func next(
    _ state: State, _ value: Double, _ mask: Double, _ since: Double, _ calendar: [Double]
  ) -> State {
    let isTold = model.way == .timed
    let input = [value, isTold ? mask : 0, isTold ? since / 8 : 0] + calendar
    func sum(_ column: Int) -> Double {
      var sum = model.cell.bias[0, column]
      for place in 0..<7 { sum += input[place] * model.cell.inputWeights[place, column] }
      for unit in 0..<3 { sum += state.hidden[unit] * model.cell.recurrentWeights[unit, column] }
      return sum
    }
    func gate(_ column: Int) -> Double { 1 / (1 + exp(-sum(column))) }
    var new = state
    for unit in 0..<3 {
      new.cell[unit] = gate(3 + unit) * state.cell[unit] + gate(unit) * tanh(sum(6 + unit))
      new.hidden[unit] = gate(9 + unit) * tanh(new.cell[unit])
    }
    return new
  }
}
