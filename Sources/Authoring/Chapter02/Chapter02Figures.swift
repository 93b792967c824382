import Course
import Foundation
import Laboratory
import LinearAlgebra
import Plots
import VanillaRNN

/// The figures of chapter 02, "The vanilla RNN".
enum Chapter02Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "02-tanh", hyperbolicTangent()),
      Figure(name: "02-clusters", clusters()),
      Figure(name: "02-parity-plateau", plateau()),
    ]
  }

  /// The tanh, beside its argument: the two part where the tanh bends.
  private static func hyperbolicTangent() -> LineChart {
    let sums = (-40...40).map { Double($0) / 10 }
    return LineChart(
      title: "The tanh: a soft switch",
      description: "An S-shaped curve from nearly -1 at a = -4 through 0 at a = 0 to nearly 1 at "
        + "a = 4. Around 0 it runs along the dashed line tanh(a) = a; beyond -2 and 2 it is almost flat.",
      x: Axis(label: "a, the sum"), y: Axis(label: "tanh(a)", range: -1.2...1.2),
      series: [
        Series(
          name: "the sum itself", points: [(x: -1.2, y: -1.2), (x: 1.2, y: 1.2)], style: .reference),
        Series(name: "tanh(a)", points: sums.map { (x: $0, y: tanh($0)) }, style: .curve),
      ], labelling: .legend, width: 480, height: 280)
  }

  /// Where the two units stand after all strings of eight bits, with weak weights: with those of the
  /// solution each cluster is a point.
  private static func clusters() -> LineChart {
    var model = parityModel()
    let share = 0.27
    model.cell.inputWeights = model.cell.inputWeights * share
    model.cell.recurrentWeights = model.cell.recurrentWeights * share
    model.cell.bias = model.cell.bias * share
    let strings = ParityStrings(length: 8)
    var states = strings.inputs.map { $0 * [[0, 0]] }
    states = model.cell.unrolled(strings.inputs, from: states[0])
    var clusters = [[(x: Double, y: Double)]](repeating: [], count: 4)
    for row in 0..<states[7].rows {
      let bits = strings.inputs.map { Int($0[row, 0]) }
      let before = bits.dropLast().reduce(0, +) % 2
      let (x, y) = (states[7][row, 0], states[7][row, 1])
      // One of those that would hide each other.
      if !clusters[2 * before + bits[7]].contains(where: { hypot($0.x - x, $0.y - y) < 0.04 }) {
        clusters[2 * before + bits[7]].append((x: x, y: y))
      }
    }
    let names = ["even, then 0", "even, then 1", "odd, then 0", "odd, then 1"]
    return LineChart(
      title: "Where the parity machine is after eight bits",
      description: "In the plane of the two units, four clusters of points: even then 0 "
        + "at the lower edge, left of the middle, odd then 0 to the left of the lower right corner, "
        + "even then 1 above that corner, odd then 1 higher up at the right edge. A dashed diagonal "
        + "parts the two clusters nearest to the corner, which are odd now, from the other two, "
        + "which are even.",
      x: Axis(label: "unit 0: is r + x at least 1?", range: -1.1...1.1),
      y: Axis(label: "unit 1: is r + x at least 2?", range: -1.1...1.1),
      series: [
        Series(
          name: "odd below, even above", points: [(x: -0.1, y: -1.1), (x: 1.1, y: 0.1)],
          style: .reference)
      ] + zip(names, clusters).map { Series(name: $0, points: $1, style: .points) },
      labelling: .legend, width: 560, height: 560)
  }

  /// The loss on the straight way from zero weights to the ones set by hand.
  private static func plateau() -> LineChart {
    let factors = (0...50).map { Double($0) / 50 }
    let series = [1, 2, 4, 8, 12].map { length in
      let strings = ParityStrings(length: length)
      return Series(
        name: length == 1 ? "1 bit" : "\(length) bits",
        points: factors.map { ($0, strings.finalLoss(of: parityModel().scaled(by: $0))) })
    }
    return LineChart(
      title: "The loss on the way from no weights to the right ones",
      description: "Five curves for strings of 1, 2, 4, 8 and 12 bits. All start at 0.69, "
        + "rise a little to 0.70 and end near 0. The longer the strings, the longer the flat part "
        + "and the steeper the fall: for 12 bits it lies between 0.2 and 0.3 of the weights.",
      x: Axis(label: "all weights, as a fraction of those set by hand"),
      y: Axis(label: "loss after the last bit, nats"),
      series: series, labelling: .legend)
  }
}
