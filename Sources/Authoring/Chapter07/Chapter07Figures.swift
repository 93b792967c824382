import Course
import Foundation
import Laboratory
import Optimizers
import Plots

/// The figures of chapter 07, "Learning"; that of the adding problem from what `course dev adding`
/// measured.
enum Chapter07Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [
      Figure(name: "07-edge", edge),
      Figure(name: "07-cliff", cliff),
      Figure(name: "07-paths", paths),
      Figure(name: "07-adding-problem", adding(try AddingMeasurements(in: folder))),
      Figure(name: "07-gates", gates(try AddingGates(seed: 1, in: folder))),
      Figure(name: "07-opens", opens(try AddingGates(seed: 1, in: folder))),
      Figure(name: "07-carrier", try AddingCarrier(in: folder).chart),
    ]
  }

  // MARK: The edge of stability

  private static var edge: LineChart {
    let losses = stride(from: 0.01, through: 0.0901, by: 0.001).map { rate in
      (x: rate, y: Bowl.loss(Bowl.path(SGD(learningRate: rate), steps: 20)[20]))
    }
    return LineChart(
      title: "The edge",
      description: "The loss of the bowl with two parameters after 20 updates, against the rate. "
        + "It falls to a few at 0.075, and beyond 0.08 rises steeply.",
      x: Axis(label: "learning rate η", range: 0.01...0.09),
      y: Axis(label: "loss after 20 updates", scale: .logarithmic),
      series: [
        Series(name: "loss", points: losses, style: .curve),
        Series(
          name: "the edge, 2/25", points: [(x: 0.08, y: 1), (x: 0.08, y: 1e5)],
          style: .reference),
      ])
  }

  // MARK: The cliff

  private static var cliff: LineChart {
    // The closer to the bottom, the denser, so that the valley is as deep as it looks.
    let distances = (0...220).map { 0.114 * exp(-0.04 * Double($0)) }
    let places = (distances.map { -$0 } + distances.reversed()).map { Cliff.valley + $0 }
    func points(_ places: [Double]) -> [(x: Double, y: Double)] {
      places.map { (x: $0, y: Cliff.loss($0)) }
    }
    return LineChart(
      title: "Down the cliff, with clipped gradients",
      description: "The loss over a recurrent weight u from 0.9 to 1.1, on a logarithmic axis. "
        + "Left of a narrow valley at 0.986 it is flat, near 0.25; right of it, it rises to 13,700 "
        + "at 1.1. Twelve points, 0.01 apart, walk from the top right into the valley.",
      x: Axis(label: "recurrent weight u", range: 0.9...1.1),
      y: Axis(label: "loss", scale: .logarithmic, range: 1e-6...1e5),
      series: [
        Series(name: "loss of 50 steps", points: points(places), style: .curve),
        Series(
          name: "clipped updates", points: points(Cliff.path(steps: 12)), style: .points),
      ], labelling: .legend)
  }

  // MARK: Paths

  private static var paths: SmallMultiples {
    let contours = [2.5, 5, 7.5, 10].map { radius in
      let angles = (0...60).map { Double($0) / 60 * 2 * Double.pi }
      return Series(
        name: "", points: angles.map { (x: radius * cos($0), y: radius / 5 * sin($0)) },
        style: .reference, colour: 5)
    }
    return SmallMultiples(
      title: "Thirty updates down an elongated bowl",
      description: "Four panels with the same elliptic contour lines, five times as long as high, "
        + "and a path from (10, 1). Gradient descent jumps across the valley and creeps along it. "
        + "Momentum swings in wide curves and reaches the bottom. RMSProp and Adam start along the "
        + "diagonal; RMSProp slides along the axis and ends jumping across it, Adam swings around it.",
      panels: Bowl.rules.map { name, rule in
        let path = Bowl.path(rule, steps: 30).map { (x: $0.a, y: $0.b) }
        return .lines(
          name, x: Axis(label: "a", range: -11...11), y: Axis(label: "b", range: -2.2...2.2),
          contours + [Series(name: "", points: path, colour: 0)], labelling: .none)
      }, columns: 2)
  }

  // MARK: The adding problem

  /// Of the runs that are drawn, to the end of each.
  static let seeds = 1...5

  static func adding(_ measured: AddingMeasurements) -> SmallMultiples {
    SmallMultiples(
      title: "The adding problem, five seeds each",
      description: "Four panels, for sequences of 20, 50, 100 and 200 steps: the error on new "
        + "sequences against updates. The LSTM's five curves lie flat at the error of "
        + "always answering 1, one sixth, and then fall to nearly 0, the later the longer the "
        + "sequences are. The RNN's fall slowly at 20 steps, and at 100 and 200 never.",
      panels: AddingMeasurements.lengths.map { length in
        let baseline = AddingExperiment.testBaseline(length: length)
        let always = Series(
          name: "always 1", points: [(x: 0, y: baseline), (x: 4_000, y: baseline)],
          style: .reference)
        let cells = [AddingCell.lstm, .rnn].map { cell in
          curves(of: measured.runs(of: cell, length: length), cell)
        }
        return .lines(
          "\(length) steps", x: Axis(label: "updates", range: 0...4_000),
          y: Axis(label: "mean squared error", range: 0...0.2), [always] + cells)
      })
  }

  /// Five curves in one colour, with gaps between them. Before the first update the error is near 1,
  /// far above all that follows.
  private static func curves(of runs: [AddingMeasurements.Run], _ cell: AddingCell) -> Series {
    let points = runs.filter { seeds.contains($0.seed) }.flatMap { run in
      run.errors.enumerated().dropFirst().map { index, error in
        (x: Double(index * AddingExperiment.interval), y: error)
      } + [(x: .nan, y: .nan)]
    }
    return Series(name: cell.name, points: points, colour: cell.colour)
  }

  // MARK: The unit that opens

  private static func points(_ looks: [Double]) -> [(x: Double, y: Double)] {
    looks.enumerated().map { (x: Double($0 * AddingGates.interval), y: $1) }
  }

  /// The forget gates of all units but one, and of that one.
  private static func lines(_ measured: AddingGates, named: (String, String)) -> [Series] {
    let (carrier, units) = (measured.carrier.unit, 0..<AddingExperiment.hiddenSize)
    func gate(_ unit: Int) -> [(x: Double, y: Double)] { points(measured.gates.map { $0[unit] }) }
    let others = units.filter { $0 != carrier }.flatMap { gate($0) + [(x: .nan, y: .nan)] }
    return [
      Series(name: named.0, points: others, style: .reference, colour: 5),
      Series(name: named.1, points: gate(carrier), style: .curve, colour: 0),
    ]
  }

  static func opens(_ measured: AddingGates) -> LineChart {
    LineChart(
      title: "One unit opens",
      description: "The forget gates of 32 units over 2,000 updates. For 1,500 of them all lie "
        + "between 0.5 and 0.9 and hardly move. Then one rises steeply to 0.99 and stays there.",
      x: Axis(label: "updates", range: 0...2_000),
      y: Axis(label: "forget gate, mean over all steps", range: 0.4...1),
      series: lines(measured, named: ("31 others", "one unit")), labelling: .legend)
  }

  static func gates(_ measured: AddingGates) -> SmallMultiples {
    // Before the first update the error is near 1, far above all that follows.
    let errors = Array(points(measured.errors).dropFirst())
    let updates = Axis(label: "updates", range: 0...2_000)
    return SmallMultiples(
      title: "One unit opens",
      description: "Three panels above each other, over the updates. The error "
        + "lies flat at one sixth for a long time, and then falls to nearly 0. The forget gates of "
        + "31 units stay below 0.9 all the time; that of one unit rises at the same moment to 0.99. "
        + "The gradient that reaches 75 steps back rises there from a millionth to 1.",
      panels: [
        .lines(
          "error on new sequences", x: updates, y: Axis(range: 0...0.2),
          [Series(name: "", points: errors, style: .curve, colour: 0)], labelling: .none),
        .lines(
          "forget gates: the unit that opens, and the 31 others", x: updates,
          y: Axis(range: 0.4...1), lines(measured, named: ("", "")), labelling: .none),
        .lines(
          "gradient 75 steps before the answer", x: updates,
          y: Axis(scale: .logarithmic, range: 1e-8...10),
          [Series(name: "", points: points(measured.reach), style: .curve, colour: 0)],
          labelling: .none),
      ], columns: 1, sharesRanges: false, panelHeight: 170)
  }
}
