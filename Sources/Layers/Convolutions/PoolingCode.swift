import Kernels

/// The largest number or the mean of each window, each channel by itself. Windows of nothing but padding
/// give zeros.
struct PoolingCode<Scalar: KernelScalar>: LayerCode {
  let field: WindowField
  let kind: Pooling.Kind

  var inputSize: Int { field.image?.size ?? field.channels }
  var outputSize: Int { field.windowsOfAnImage * field.channels }
  var backwardReadsOutput: Bool { kind == .max }
  var reach: LayerReach { field.image == nil ? .sequence : .step }

  /// Which channels' largest numbers were found.
  func scratchCount(rows: Int, time: Int) -> Int { kind == .max ? field.channels : 0 }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let grid = field.grid(rows: pass.rows, time: pass.time, mask: pass.mask)
    let (taps, channels) = (grid.taps, field.channels)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: taps) { offsets in
      for window in 0..<grid.count {
        grid.findVectors(of: window, offsets.baseAddress!)
        let y = pass.output + window * channels
        var count = 0
        for tap in 0..<taps where offsets[tap] >= 0 {
          let x = pass.input + offsets[tap]
          if count == 0 {
            for channel in 0..<channels { y[channel] = x[channel] }
          } else if kind == .max {
            // Written so that NaN stays NaN.
            for channel in 0..<channels {
              y[channel] = x[channel] <= y[channel] ? y[channel] : x[channel]
            }
          } else {
            for channel in 0..<channels { y[channel] += x[channel] }
          }
          count += 1
        }
        if count == 0 { y.update(repeating: 0, count: channels) }
        if kind == .average && count > 1 { Scalar.scale(y, by: 1 / Scalar(count), count: channels) }
      }
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    guard let inputGradient = pass.inputGradient else { return }
    let grid = field.grid(rows: pass.rows, time: pass.time, mask: pass.mask)
    let (taps, channels) = (grid.taps, field.channels)
    inputGradient.update(repeating: 0, count: grid.places * channels)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: taps) { offsets in
      for window in 0..<grid.count {
        grid.findVectors(of: window, offsets.baseAddress!)
        let dy = pass.outputGradient + window * channels
        if kind == .average {
          let count = offsets.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) }
          for tap in 0..<taps where offsets[tap] >= 0 {
            Scalar.addScaled(
              1 / Scalar(count), dy, to: inputGradient + offsets[tap], count: channels)
          }
          continue
        }
        // The first of the largest takes it all.
        let (y, rest) = (pass.output + window * channels, pass.scratch)
        rest.update(from: dy, count: channels)
        for tap in 0..<taps where offsets[tap] >= 0 {
          let (x, dx) = (pass.input + offsets[tap], inputGradient + offsets[tap])
          for channel in 0..<channels where x[channel] == y[channel] {
            dx[channel] += rest[channel]
            rest[channel] = 0
          }
        }
      }
    }
  }
}

/// The largest number or the mean over all time steps that count, or over all pixels.
struct GlobalPoolingCode<Scalar: KernelScalar>: LayerCode {
  let kind: Pooling.Kind
  /// Nil for time steps.
  let image: ImageShape?
  let outputSize: Int

  var inputSize: Int { image?.size ?? outputSize }
  var keepsTime: Bool { image != nil }
  var backwardReadsOutput: Bool { kind == .max }
  var reach: LayerReach { image == nil ? .sequence : .step }

  /// - Parameter size: numbers in each step.
  init(_ description: GlobalPooling, size: Int, image: ImageShape?) {
    kind = description.kind
    self.image = description.isOverTime ? nil : image
    outputSize = description.isOverTime ? size : image?.channels ?? size
  }

  /// Where the vectors of an item stand.
  private struct Places {
    let items: Int
    let count: Int
    let itemStride: Int
    let stride: Int
    let mask: UnsafePointer<UInt8>?

    func counts(_ place: Int, _ item: Int) -> Bool {
      mask.map { $0[place * items + item] != 0 } ?? true
    }
  }

  private func places(_ pass: LayerPass<Scalar>) -> Places {
    let size = outputSize
    if let image {
      return Places(
        items: pass.steps, count: image.pixels, itemStride: image.size, stride: size, mask: nil)
    }
    return Places(
      items: pass.rows, count: pass.time, itemStride: size, stride: pass.rows * size,
      mask: pass.mask)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    let (places, size) = (places(pass), outputSize)
    for item in 0..<places.items {
      let y = pass.output + item * size
      y.update(repeating: 0, count: size)
      var count = 0
      for place in 0..<places.count where places.counts(place, item) {
        let x = pass.input + item * places.itemStride + place * places.stride
        if kind == .average {
          for index in 0..<size { y[index] += x[index] }
        } else if count == 0 {
          for index in 0..<size { y[index] = x[index] }
        } else {
          for index in 0..<size { y[index] = x[index] <= y[index] ? y[index] : x[index] }
        }
        count += 1
      }
      if kind == .average && count > 1 { Scalar.scale(y, by: 1 / Scalar(count), count: size) }
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    guard let inputGradient = pass.inputGradient else { return }
    let (places, size) = (places(pass), outputSize)
    inputGradient.update(repeating: 0, count: places.items * places.count * size)
    for item in 0..<places.items {
      let (y, dy) = (pass.output + item * size, pass.outputGradient + item * size)
      let counting = (0..<places.count).filter { places.counts($0, item) }
      let start = item * places.itemStride
      if kind == .average {
        for place in counting {
          let dx = inputGradient + start + place * places.stride
          for index in 0..<size { dx[index] = dy[index] / Scalar(counting.count) }
        }
        continue
      }
      for index in 0..<size {
        let first = counting.first { pass.input[start + $0 * places.stride + index] == y[index] }
        if let first { inputGradient[start + first * places.stride + index] = dy[index] }
      }
    }
  }
}

/// Every time step, or every pixel of an image, so many times over.
struct UpSamplingCode<Scalar: KernelScalar>: LayerCode {
  /// Nil for time steps.
  let image: ImageShape?
  let inputSize: Int
  /// Of time steps, 1.
  let down: Int
  let across: Int

  var outputSize: Int { image.map { $0.size * down * across } ?? inputSize }
  var backwardReadsOutput: Bool { false }
  var reach: LayerReach { image == nil ? .sequence : .step }

  /// Calls work with where each vector comes from and where it goes.
  @inline(__always)
  private func forEachCopy(
    _ pass: LayerPass<Scalar>, _ work: (_ source: Int, _ target: Int, _ count: Int) -> Void
  ) {
    guard let image else {
      let count = pass.rows * inputSize
      for t in 0..<pass.time {
        for copy in 0..<across { work(t * count, (t * across + copy) * count, count) }
      }
      return
    }
    let (width, channels) = (image.width, image.channels)
    for row in 0..<pass.steps * image.height {
      for copyDown in 0..<down {
        for x in 0..<width {
          for copy in 0..<across {
            let target = ((row * down + copyDown) * width + x) * across + copy
            work((row * width + x) * channels, target * channels, channels)
          }
        }
      }
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: LayerPass<Scalar>) {
    forEachCopy(pass) { source, target, count in
      (pass.output + target).update(from: pass.input + source, count: count)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: LayerPass<Scalar>) {
    guard let inputGradient = pass.inputGradient else { return }
    inputGradient.update(repeating: 0, count: pass.steps * inputSize)
    forEachCopy(pass) { source, target, count in
      Scalar.addScaled(1, pass.outputGradient + target, to: inputGradient + source, count: count)
    }
  }
}
