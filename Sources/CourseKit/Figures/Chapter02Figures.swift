import LinearAlgebra
import Plots
import VanillaRNN

/// The figures of chapter 02, "The vanilla RNN".
enum Chapter02Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "02-unrolling", svg: unrollingDiagram()),
      Figure(name: "02-parity-gap", svg: gap().svg()),
      Figure(name: "02-parity-plateau", svg: plateau().svg()),
    ]
  }

  /// How differently a fresh model treats odd and even strings.
  static func gap() -> LineChart {
    let lengths = 1...12
    var generator = SeededGenerator(seed: 2)
    let models = (0..<200).map { _ in RNNModel.fresh(using: &generator) }
    let gaps = lengths.map { length in
      let strings = ParityStrings(length: length)
      return models.map(strings.gap).sorted()
    }
    let byHand = lengths.map { ParityStrings(length: $0).gap(of: parityModel()) }
    return LineChart(
      title: "How far a model tells odd strings from even ones",
      description: "Over 1 to 12 bits, on a logarithmic axis. With weights set by hand the line is "
        + "flat at 16. The median of 200 fresh models falls almost straight from 0.2 to 3e-12; "
        + "the largest of them falls from 0.9 to 2e-4.",
      x: Axis(label: "bits in the string"),
      y: Axis(label: "gap between the mean margins", scale: .logarithmic),
      series: [
        Series(name: "set by hand", values: byHand, from: 1),
        Series(name: "largest of 200 fresh models", values: gaps.map { $0[199] }, from: 1),
        Series(name: "median of 200 fresh models", values: gaps.map { $0[100] }, from: 1),
      ])
  }

  /// The loss on the straight way from zero weights to the ones set by hand.
  static func plateau() -> LineChart {
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
