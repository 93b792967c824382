import Course
import Plots
import WarmUp

/// The figure of chapter 00: one stream of numbers, and two memories of it.
enum Chapter00Figures {
  static func all() -> [Figure] {
    [Figure(name: "00-blend", thermometer())]
  }

  /// The chapter's four readings, minutes of quiet, and a window that is opened at minute 10.
  static let readings = [
    18.0, 18.4, 30.0, 18.2, 18.1, 18.3, 18.0, 18.2, 18.1, 18.0,
    14.1, 14.0, 14.2, 14.1, 14.0, 13.9, 14.1, 14.0, 14.2, 14.0,
  ]

  /// What is believed after each reading.
  static func beliefs(keep: Double) -> [Double] {
    var beliefs = [readings[0]]
    for reading in readings.dropFirst() {
      beliefs.append(blend(old: beliefs[beliefs.count - 1], new: reading, keep: keep))
    }
    return beliefs
  }

  private static func thermometer() -> LineChart {
    LineChart(
      title: "A thermometer, and two beliefs",
      description: "Twenty readings: near 18 degrees with one of 30 at minute 2, near 14 from "
        + "minute 10 on. The belief that keeps a half jumps to 24 at minute 2 and is at 14 again "
        + "soon after minute 10. The belief that keeps 0.9 hardly moves at minute 2, and after "
        + "minute 10 it comes down slowly, to 15.7 at the end.",
      x: Axis(label: "minute"), y: Axis(label: "degrees"),
      series: [
        Series(name: "reading", values: readings, style: .points),
        Series(name: "keep 0.9", values: beliefs(keep: 0.9)),
        Series(name: "keep 0.5", values: beliefs(keep: 0.5)),
      ])
  }
}
