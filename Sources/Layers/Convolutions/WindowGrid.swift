import Kernels

/// Windows over the time steps of sequences or over the pixels of images, in one pass: where the numbers
/// of a window's places stand. The windows are numbered as their results stand in memory.
struct WindowGrid {
  /// Sequences, or images.
  let items: Int
  /// Of what the windows go over; sequences have a height of 1.
  let height: Int
  let width: Int
  let channels: Int
  let vertical: WindowAxis
  let horizontal: WindowAxis
  let windowRows: Int
  let windowColumns: Int
  /// Whether all items' first places come first, then all second ones.
  private let isOverTime: Bool
  private let itemStride: Int
  private let placeStride: Int
  private let top: Int
  private let left: Int
  /// For each item how far its first window begins before its first place; empty where it is `left`.
  private var lefts: [Int] = []
  /// 0 where a step counts as zeros; nil where none does.
  private let mask: UnsafePointer<UInt8>?

  /// Windows over the steps of sequences, time × items × channels.
  init(
    time: Int, items: Int, channels: Int, _ axis: WindowAxis, mask: UnsafePointer<UInt8>? = nil
  ) {
    (self.items, self.channels) = (items, channels)
    (height, width) = (1, time)
    vertical = WindowAxis(size: 1, stride: 1, padding: .valid)
    horizontal = axis
    (windowRows, windowColumns) = (1, axis.count(time))
    isOverTime = true
    (itemStride, placeStride) = (channels, items * channels)
    (top, left) = (0, axis.before(time))
    self.mask = mask
    guard let mask, axis.padding == .same, axis.stride > 1 else { return }
    // Centred in each sequence as it would be without padding behind it.
    lefts = (0..<items).map { item in
      var length = time
      while length > 0, mask[(length - 1) * items + item] == 0 { length -= 1 }
      return axis.before(length)
    }
  }

  /// Windows over images, items × height × width × channels.
  init(images items: Int, _ shape: ImageShape, _ vertical: WindowAxis, _ horizontal: WindowAxis) {
    self.items = items
    (height, width, channels) = (shape.height, shape.width, shape.channels)
    (self.vertical, self.horizontal) = (vertical, horizontal)
    (windowRows, windowColumns) = (vertical.count(shape.height), horizontal.count(shape.width))
    isOverTime = false
    (itemStride, placeStride) = (shape.size, shape.channels)
    (top, left) = (vertical.before(shape.height), horizontal.before(shape.width))
    mask = nil
  }

  /// Windows over all items.
  var count: Int { items * windowRows * windowColumns }
  /// Places of a window.
  var taps: Int { vertical.size * horizontal.size }
  /// Numbers of a window.
  var windowSize: Int { taps * channels }
  /// Vectors of all items, and so numbers but for the channels.
  var places: Int { items * height * width }

  /// Whether a window is the vector that stands at its number.
  var isIdentity: Bool {
    taps == 1 && vertical.stride == 1 && horizontal.stride == 1 && mask == nil
  }

  private func place(of window: Int) -> (item: Int, y: Int, x: Int) {
    if isOverTime {
      let (x, item) = window.quotientAndRemainder(dividingBy: items)
      let left = lefts.isEmpty ? left : lefts[item]
      return (item, 0, x * horizontal.stride - left)
    }
    let (item, rest) = window.quotientAndRemainder(dividingBy: windowRows * windowColumns)
    let (row, column) = rest.quotientAndRemainder(dividingBy: windowColumns)
    return (item, row * vertical.stride - top, column * horizontal.stride - left)
  }

  /// Writes for each place of a window where its vector begins, or −1 where there is none.
  func findVectors(of window: Int, _ offsets: UnsafeMutablePointer<Int>) {
    let (item, firstY, firstX) = place(of: window)
    var tap = 0
    var y = firstY
    for _ in 0..<vertical.size {
      var x = firstX
      let isInside = y >= 0 && y < height
      let start = item * itemStride + y * width * placeStride
      for _ in 0..<horizontal.size {
        let counts =
          isInside && x >= 0 && x < width && (mask.map { $0[x * items + item] != 0 } ?? true)
        offsets[tap] = counts ? start + x * placeStride : -1
        tap += 1
        x += horizontal.dilation
      }
      y += vertical.dilation
    }
  }

  /// Writes the vectors of some windows, one window after the other; zeros where there are none.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func gather<Scalar: KernelScalar>(
    _ source: UnsafePointer<Scalar>, windows: Range<Int>, into columns: UnsafeMutablePointer<Scalar>
  ) {
    if readsRuns { return gatherRuns(source, windows: windows, into: columns) }
    let (taps, channels) = (taps, channels)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: taps) { offsets in
      var target = columns
      for window in windows {
        findVectors(of: window, offsets.baseAddress!)
        for tap in 0..<taps {
          let offset = offsets[tap]
          if offset < 0 {
            for channel in 0..<channels { target[channel] = 0 }
          } else {
            let vector = source + offset
            for channel in 0..<channels { target[channel] = vector[channel] }
          }
          target += channels
        }
      }
    }
  }

  /// Whether a window's vectors of one row stand side by side.
  private var readsRuns: Bool {
    placeStride == channels && horizontal.dilation == 1 && mask == nil
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func gatherRuns<Scalar: KernelScalar>(
    _ source: UnsafePointer<Scalar>, windows: Range<Int>, into columns: UnsafeMutablePointer<Scalar>
  ) {
    let run = horizontal.size * channels
    var target = columns
    for window in windows {
      let (item, firstY, x) = place(of: window)
      let first = max(0, -x) * channels
      let end = max(first, min(horizontal.size, width - x) * channels)
      for tap in 0..<vertical.size {
        let y = firstY + tap * vertical.dilation
        if y < 0 || y >= height {
          for index in 0..<run { target[index] = 0 }
        } else {
          let row = source + (item * itemStride + (y * width + x) * placeStride)
          for index in 0..<first { target[index] = 0 }
          for index in first..<end { target[index] = row[index] }
          for index in end..<run { target[index] = 0 }
        }
        target += run
      }
    }
  }

  /// Adds the vectors of some windows, one window after the other, to where they come from.
  ///
  /// - Parameter counts: whether a window does; nil where all do.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func scatter<Scalar: KernelScalar>(
    _ columns: UnsafePointer<Scalar>, windows: Range<Int>, counts: UnsafePointer<UInt8>? = nil,
    addingTo target: UnsafeMutablePointer<Scalar>
  ) {
    let (taps, channels) = (taps, channels)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: taps) { offsets in
      var source = columns
      for window in windows {
        if let counts, counts[window] == 0 {
          source += taps * channels
          continue
        }
        findVectors(of: window, offsets.baseAddress!)
        for tap in 0..<taps {
          let offset = offsets[tap]
          if offset >= 0 {
            let vector = target + offset
            for channel in 0..<channels { vector[channel] += source[channel] }
          }
          source += channels
        }
      }
    }
  }

  /// How many windows are worked on at once, of so many: their numbers stay in the second cache.
  static func windowsAtOnce(of count: Int, size: Int) -> Int {
    min(count, max(32, 65_536 / size))
  }

  /// The windows in parts that are worked on at once.
  var parts: [Range<Int>] {
    let part = max(1, Self.windowsAtOnce(of: count, size: windowSize))
    return stride(from: 0, to: count, by: part).map { $0..<min($0 + part, count) }
  }
}
