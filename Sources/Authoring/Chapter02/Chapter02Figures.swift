import Course
import Laboratory
import LinearAlgebra
import Plots
import VanillaRNN

/// The figures of chapter 02, "The vanilla RNN".
enum Chapter02Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "02-parity-gap", gap()),
      Figure(name: "02-parity-plateau", plateau()),
    ]
  }

  /// For strings of 1 to 12 bits, how far models tell odd strings from even ones: the one that is
  /// set by hand, and the median and the largest of 200 fresh ones.
  static var gaps: (byHand: [Double], medians: [Double], largest: [Double]) {
    var generator = SeededGenerator(seed: 2)
    let models = (0..<200).map { _ in RNNModel.fresh(using: &generator) }
    let lengths = (1...12).map(ParityStrings.init(length:))
    let sorted = lengths.map { strings in models.map(strings.gap).sorted() }
    return (
      lengths.map { $0.gap(of: parityModel()) }, sorted.map { $0[100] }, sorted.map { $0[199] }
    )
  }

  private static func gap() -> LineChart {
    let gaps = gaps
    return LineChart(
      title: "How far a model tells odd strings from even ones",
      description: "Over 1 to 12 bits, on a logarithmic axis. With weights set by hand the line is "
        + "flat at 16. The median of 200 fresh models falls almost straight from 0.2 to 3e-12; "
        + "the largest of them falls from 0.9 to 2e-4.",
      x: Axis(label: "bits in the string"),
      y: Axis(label: "gap between odd and even, in logits", scale: .logarithmic),
      series: [
        Series(name: "set by hand", values: gaps.byHand, from: 1),
        Series(name: "largest of 200 fresh models", values: gaps.largest, from: 1),
        Series(name: "median of 200 fresh models", values: gaps.medians, from: 1),
      ])
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
