;; The inner loop of the resampler: sums of products of sound and filter taps, four at a time.
(module
  ;; Bytes from the start of the memory. All samples but those of input and output are 32-bit floating point.
  ;; Rows of taps, one for each of 256 positions between two samples, and one more.
  (import "layout" "filters" (global $filters i32))
  ;; What is still needed of each channel; one channel's is that of both.
  (import "layout" "left" (global $left i32))
  (import "layout" "right" (global $right i32))
  ;; 16-bit samples, interleaved.
  (import "layout" "input" (global $input i32))
  (import "layout" "output" (global $output i32))
  (import "layout" "channels" (global $channels i32))
  ;; From a row of taps to the next: its length too, a multiple of 16, for which a row is filled up with zeros.
  (import "layout" "row" (global $row i32))
  ;; Bytes of taps before the sample at which the filter is.
  (import "layout" "before" (global $before i32))

  (memory (export "memory") 1)
  ;; Where the next sample of output lies, in samples of input from the first that is kept.
  (global $position (export "position") (mut f64) (f64.const 0))

  ;; Appends input to what is kept; up to three samples more are read and written.
  ;;   $length  how many samples of each channel are kept already
  ;;   $count   how many come, of each channel
  (func (export "take") (param $length i32) (param $count i32)
    (local $from i32) (local $to i32) (local $end i32) (local $samples v128)
    (local.set $from (global.get $input))
    (local.set $to (i32.shl (local.get $length) (i32.const 2)))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $count) (i32.const 2))))
    (loop $blocks
      (if (i32.lt_u (local.get $to) (local.get $end))
        (then
          (if (i32.eq (global.get $channels) (i32.const 2))
            (then
              (local.set $samples (v128.load (local.get $from)))
              (v128.store
                (i32.add (global.get $right) (local.get $to))
                (f32x4.convert_i32x4_s (i32x4.shr_s (local.get $samples) (i32.const 16))))
              (local.set $samples
                (i32x4.shr_s (i32x4.shl (local.get $samples) (i32.const 16)) (i32.const 16)))
              (local.set $from (i32.add (local.get $from) (i32.const 16))))
            (else
              (local.set $samples (v128.load16x4_s (local.get $from)))
              (local.set $from (i32.add (local.get $from) (i32.const 8)))))
          (v128.store
            (i32.add (global.get $left) (local.get $to))
            (f32x4.convert_i32x4_s (local.get $samples)))
          (local.set $to (i32.add (local.get $to) (i32.const 16)))
          (br $blocks)))))

  ;; Makes output while there is input for it.
  ;;   $length  how many samples of each channel are kept
  ;;   $after   how many the filter needs from the one on at which it is
  ;;   $step    from one sample of output to the next, in samples of input
  ;;   $room    how many samples of each channel may be made
  ;; Answers with how many were made.
  (func (export "make") (param $length i32) (param $after i32) (param $step f64) (param $room i32) (result i32)
    (local $position f64) (local $end f64) (local $made i32) (local $to i32) (local $first f64) (local $phase f64)
    (local $taps i32) (local $taps_end i32) (local $offset i32)
    (local $blend v128) (local $weights v128) (local $left_sum v128) (local $right_sum v128)
    (local.set $position (global.get $position))
    (local.set $end (f64.convert_i32_u (i32.sub (local.get $length) (local.get $after))))
    (local.set $to (global.get $output))
    (block $done
      (loop $samples
        (br_if $done (f64.ge (local.get $position) (local.get $end)))
        (br_if $done (i32.ge_u (local.get $made) (local.get $room)))
        (local.set $first (f64.floor (local.get $position)))
        (local.set $phase
          (f64.mul (f64.sub (local.get $position) (local.get $first)) (f64.const 256)))
        (local.set $blend
          (f32x4.splat (f32.demote_f64 (f64.sub (local.get $phase) (f64.floor (local.get $phase))))))
        (local.set $taps
          (i32.add
            (global.get $filters)
            (i32.mul (i32.trunc_sat_f64_u (local.get $phase)) (global.get $row))))
        (local.set $taps_end (i32.add (local.get $taps) (global.get $row)))
        (local.set $offset
          (i32.sub
            (i32.shl (i32.trunc_sat_f64_u (local.get $first)) (i32.const 2))
            (global.get $before)))
        (local.set $left_sum (v128.const f32x4 0 0 0 0))
        (local.set $right_sum (v128.const f32x4 0 0 0 0))
        (loop $four
          (local.set $weights (v128.load (local.get $taps)))
          (local.set $weights
            (f32x4.add
              (local.get $weights)
              (f32x4.mul
                (local.get $blend)
                (f32x4.sub
                  (v128.load (i32.add (local.get $taps) (global.get $row)))
                  (local.get $weights)))))
          (local.set $left_sum
            (f32x4.add
              (local.get $left_sum)
              (f32x4.mul
                (v128.load (i32.add (global.get $left) (local.get $offset)))
                (local.get $weights))))
          (local.set $right_sum
            (f32x4.add
              (local.get $right_sum)
              (f32x4.mul
                (v128.load (i32.add (global.get $right) (local.get $offset)))
                (local.get $weights))))
          (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
          (br_if $four
            (i32.lt_u
              (local.tee $taps (i32.add (local.get $taps) (i32.const 16)))
              (local.get $taps_end))))
        ;; Left and right in turn, twice, then once.
        (local.set $left_sum
          (f32x4.add
            (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
              (local.get $left_sum) (local.get $right_sum))
            (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
              (local.get $left_sum) (local.get $right_sum))))
        (local.set $left_sum
          (f32x4.add
            (local.get $left_sum)
            (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
              (local.get $left_sum) (local.get $left_sum))))
        ;; Rounded, and cut where it is too loud. Of one channel the next sample covers the second.
        (local.set $left_sum (i32x4.trunc_sat_f32x4_s (f32x4.nearest (local.get $left_sum))))
        (v128.store32_lane 0
          (local.get $to)
          (i16x8.narrow_i32x4_s (local.get $left_sum) (local.get $left_sum)))
        (local.set $to (i32.add (local.get $to) (i32.shl (global.get $channels) (i32.const 1))))
        (local.set $made (i32.add (local.get $made) (i32.const 1)))
        (local.set $position (f64.add (local.get $position) (local.get $step)))
        (br $samples)))
    (global.set $position (local.get $position))
    (local.get $made))
)
